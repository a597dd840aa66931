"""ElevenLabs' official client, unmodified, with only its base URL changed."""

import json

from tests.clients.conftest import RunClient

BEGIN = """
import base64, json, os
from elevenlabs.client import ElevenLabs
client = ElevenLabs(api_key=os.environ["MUTOSCOPE_KEY"], base_url=os.environ["MUTOSCOPE_URL"] + "/elevenlabs")
voice = next(each for each in client.voices.get_all().voices if each.labels["language"] == "en")
"""


def test_the_client_has_a_text_spoken_whole_and_in_pieces(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
whole = b"".join(client.text_to_speech.convert(voice.voice_id, text="Hello there.", output_format="mp3_44100_128"))
pieces = b"".join(client.text_to_speech.stream(voice.voice_id, text="Hello there.", output_format="mp3_44100_128"))
raw = b"".join(client.text_to_speech.convert(voice.voice_id, text="Hello there.", output_format="pcm_24000"))
print(json.dumps([len(whole) > 2_000, whole == pieces, len(raw) > 20_000]))
"""
    )

    assert json.loads(printed) == [True, True, True]


def test_the_client_is_told_when_each_character_is_heard(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
text = "Rice grows in water."
timed = client.text_to_speech.convert_with_timestamps(voice.voice_id, text=text)
line = timed.alignment
print(json.dumps([
    "".join(line.characters) == text,
    line.character_start_times_seconds == sorted(line.character_start_times_seconds),
    all(a <= b for a, b in zip(line.character_start_times_seconds, line.character_end_times_seconds)),
    0.5 < line.character_end_times_seconds[-1] < 10,
    len(base64.b64decode(timed.audio_base_64)) > 2_000,
]))
"""
    )

    assert json.loads(printed) == [True] * 5


def test_the_client_lists_voices_and_models(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
models = client.models.list()
print(json.dumps([client.voices.get(voice.voice_id).name == voice.name,
                  len(client.voices.search().voices) == len(client.voices.get_all().voices),
                  all(each.can_do_text_to_speech for each in models), len(models) > 1]))
"""
    )

    assert json.loads(printed) == [True] * 4


def test_the_client_raises_what_is_wrong(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
from elevenlabs.core import ApiError
told = []
def speak(client=client, voice_id=voice.voice_id, text="Hello.", **more):
    return b"".join(client.text_to_speech.convert(voice_id, text=text, **more))
stranger = ElevenLabs(api_key="no", base_url=os.environ["MUTOSCOPE_URL"] + "/elevenlabs")
for act in (lambda: speak(client=stranger), lambda: speak(voice_id="nobody"), lambda: speak(text=""),
            lambda: speak(output_format="ulaw_8000"), lambda: speak(model_id="opera")):
    try:
        act()
    except ApiError as error:
        body = error.body if isinstance(error.body, dict) else dict(error.body)
        detail = body["detail"]
        told.append([error.status_code, detail["status"] if isinstance(detail, dict) else str(detail)])
print(json.dumps(told))
"""
    )

    assert json.loads(printed) == [
        [401, "invalid_api_key"],
        [404, "not_found"],
        [422, "invalid_input"],
        [422, "format_not_made"],
        [422, "model_unknown"],
    ]
