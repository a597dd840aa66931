from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutoscope.engines.languages import LANGUAGES, UnknownLanguage
from mutoscope.engines.loudness import integrated
from mutoscope.engines.speak.espeak import LONGEST_TEXT, NarrationTooLong
from mutoscope.engines.speak.speaker import EspeakSpeaker
from mutoscope.engines.tasks import SAMPLE_RATE, SpeakRequest, Speech

STORY = (
    "Rice is the staple food of more than half of the people on Earth. It grows in flooded fields, and most "
    "varieties need about four months from seed to harvest."
)
NARRATIONS = {
    "ar": "كم من الوقت يستغرق الأرز للنمو؟ حوالي 120 يوما.",
    "de": "Wie lange wächst Reis? Etwa 120 Tage, z.B. in Asien.",
    "en": "In 1984, Dr. Smith paid $3,500.50 for 25% of it & more — really? 😀 It was of the well-known U.S. kind.",
    "es": "¿Cuánto tarda el arroz en crecer? Unos 120 días.",
    "fr": "Combien de temps faut-il au riz pour pousser ? Environ 120 jours.",
    "hi": "चावल को उगने में कितना समय लगता है? 120 दिन।",
    "id": "Berapa lama padi tumbuh? Sekitar 120 hari.",
    "ja": "お米が育つには、どのくらいかかりますか。約120日です。「カタカナ」テスト。",
    "ta": "நெல் வளர எவ்வளவு காலம் ஆகும்? 120 நாட்கள்.",
    "zh": "水稻生长需要多长时间?大约一百二十天。他说:“2024年有3种。”",
}


def written(speech: Speech) -> str:
    return "".join("".join(word.text.split()) for word in speech.words)


def in_order(speech: Speech) -> bool:
    ends = [0, *(word.end for word in speech.words)]
    starts = [*(word.start for word in speech.words), len(speech.samples)]
    follow = all(end <= start for end, start in zip(ends, starts, strict=True))
    return follow and all(word.start < word.end for word in speech.words)


def after_pauses(speech: Speech) -> list[int]:
    """Where words start that follow a silence of at least a fifth of a second."""
    pairs = pairwise(speech.words)
    return [after.start for before, after in pairs if after.start - before.end > SAMPLE_RATE // 5]


def onset(speech: Speech, start: int) -> int:
    """Where the voice is first heard around `start`: within 30 dB of the loudest of the next half second."""
    begin = start - SAMPLE_RATE // 10
    windows = speech.samples[begin : begin + SAMPLE_RATE * 6 // 10].astype(float)
    energy = np.sqrt(np.mean(windows[: len(windows) // 240 * 240].reshape(-1, 240) ** 2, axis=1))
    return begin + 240 * int(np.argmax(energy > energy.max() * 10 ** (-30 / 20)))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_words_cover_the_narration_in_order_and_never_overlap(espeak: EspeakSpeaker, language: str) -> None:
    narration = NARRATIONS[language]

    speech = espeak.speak(SpeakRequest(narration, language, None))

    assert written(speech) == "".join(narration.split())
    assert in_order(speech)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_voice_is_heard_at_one_loudness_in_every_language(espeak: EspeakSpeaker, language: str) -> None:
    speech = espeak.speak(SpeakRequest(NARRATIONS[language], language, None))

    assert integrated(speech.samples.astype(np.float32) / 32_768) == pytest.approx(-20, abs=0.5)
    assert np.abs(speech.samples.astype(np.int32)).max() < 32_768 * 10 ** (-3 / 20)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_voice_of_a_language_speaks_and_none_sounds_like_another(espeak: EspeakSpeaker, language: str) -> None:
    names = [voice.name for voice in espeak.voices() if voice.language == language]

    sounds = {espeak.speak(SpeakRequest(NARRATIONS[language], language, name)).samples.tobytes() for name in names}

    assert len(names) >= 3
    assert len(sounds) == len(names)


def test_english_is_told_at_an_easy_pace(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest(STORY, "en", None))

    words_a_minute = len(speech.words) / (len(speech.samples) / SAMPLE_RATE) * 60

    assert 145 <= words_a_minute <= 170


def test_the_first_word_starts_after_a_small_margin_and_little_silence_follows_the_last(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest(STORY, "en", None))

    assert speech.words[0].start == SAMPLE_RATE * 80 // 1_000
    assert len(speech.samples) - speech.words[-1].end <= SAMPLE_RATE * 200 // 1_000


def test_the_pause_after_a_comma_belongs_to_no_word(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("First the seed, then the field.", "en", None))

    seed, then = speech.words[2], speech.words[3]

    assert then.start - seed.end > SAMPLE_RATE // 50


def test_a_word_is_heard_within_its_times(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("One. Two.", "en", None))

    between = speech.samples[speech.words[0].end + SAMPLE_RATE // 20 : speech.words[1].start]

    assert np.abs(between).max() < 800
    assert np.abs(speech.samples[speech.words[1].start : speech.words[1].end]).max() > 6_000


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("age", ["child", "adult", "old"])
def test_a_word_after_a_pause_is_heard_within_80_ms_of_its_time(espeak: EspeakSpeaker, language: str, age: str) -> None:
    name = next(voice.name for voice in espeak.voices() if voice.language == language and voice.age == age)

    speech = espeak.speak(SpeakRequest(" ".join([NARRATIONS[language]] * 2), language, name))

    starts = after_pauses(speech)
    assert len(starts) >= 3
    assert max(abs(onset(speech, start) - start) for start in starts) <= SAMPLE_RATE * 80 // 1_000


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_scenes_long_and_short_are_equally_loud(espeak: EspeakSpeaker, language: str) -> None:
    scenes = [NARRATIONS[language], NARRATIONS[language][:24], NARRATIONS[language] * 3]

    speeches = [espeak.speak(SpeakRequest(scene, language, None)).samples for scene in scenes]

    loudness = [integrated(samples.astype(np.float32) / 32_768) for samples in speeches]
    assert loudness == pytest.approx([-20] * 3, abs=0.5)


def test_nothing_clicks_where_sentences_are_joined(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("Go. Now. Stop. Wait. Run.", "en", None))

    for word in speech.words:
        join = speech.samples[max(0, word.start - 240) : word.start + 48].astype(int)
        assert np.abs(np.diff(join)).max() < 600


def test_a_paragraph_is_followed_by_a_longer_silence_than_a_sentence(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("It rains. It pours.\n\nThe field is wet. It grows.", "en", None))

    gaps = [after.start - before.end for before, after in pairwise(speech.words)]

    assert sorted(range(len(gaps)), key=gaps.__getitem__)[-1] == 3
    assert max(gaps) > 0.6 * SAMPLE_RATE


def test_the_same_request_gives_the_same_bytes_from_several_threads(espeak: EspeakSpeaker) -> None:
    english = SpeakRequest(STORY, "en", None)
    german = SpeakRequest(NARRATIONS["de"], "de", "de-calm-man")

    with ThreadPoolExecutor(4) as pool:
        speeches = list(pool.map(espeak.speak, [english, german] * 4))

    assert len({speech.samples.tobytes() for speech in speeches[::2]}) == 1
    assert len({speech.samples.tobytes() for speech in speeches[1::2]}) == 1


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "... !?", "—", "\x00\x07"])
def test_text_with_nothing_to_speak_is_a_second_of_silence(espeak: EspeakSpeaker, text: str) -> None:
    speech = espeak.speak(SpeakRequest(text, "en", None))

    assert speech.words == ()
    assert speech.samples.shape == (SAMPLE_RATE,)
    assert not speech.samples.any()


def test_markup_is_read_out_and_never_obeyed(espeak: EspeakSpeaker) -> None:
    plain = espeak.speak(SpeakRequest("one two", "en", None))

    marked = espeak.speak(SpeakRequest('one <break time="9s"/> two', "en", None))
    phonemes = espeak.speak(SpeakRequest("one [[h@l'oU]] two", "en", None))

    assert len(plain.samples) < len(marked.samples) < len(plain.samples) + 6 * SAMPLE_RATE
    assert [word.text for word in phonemes.words] == ["one", "[[h@l'oU]]", "two"]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=60), language=st.sampled_from(sorted(LANGUAGES)))
def test_no_text_breaks_the_voice(espeak: EspeakSpeaker, text: str, language: str) -> None:
    speech = espeak.speak(SpeakRequest(text, language, None))

    assert in_order(speech)


def test_a_text_of_the_greatest_length_is_spoken_and_a_longer_one_refused(espeak: EspeakSpeaker) -> None:
    longest = ("word " * LONGEST_TEXT)[:LONGEST_TEXT]

    speech = espeak.speak(SpeakRequest(longest, "en", None))

    assert written(speech) == "".join(longest.split())
    with pytest.raises(NarrationTooLong, match="4097"):
        espeak.speak(SpeakRequest(longest + "x", "en", None))


def test_an_unknown_language_is_refused(espeak: EspeakSpeaker) -> None:
    with pytest.raises(UnknownLanguage):
        espeak.speak(SpeakRequest("Bonjou", "ht", None))


def test_a_regional_tag_speaks_its_language(espeak: EspeakSpeaker) -> None:
    regional = espeak.speak(SpeakRequest("Hello there.", "en-GB", None))

    assert regional.samples.tobytes() == espeak.speak(SpeakRequest("Hello there.", "en", None)).samples.tobytes()


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        ("en-calm-man", "en-gb-calm-man", "Nine tenths of what we send abroad runs through cables on the ocean floor."),
        ("es-calm-man", "es-419-calm-man", "Cada noche pasamos unas dos horas soñando, y casi todo lo olvidamos."),
    ],
)
def test_accents_of_one_language_take_as_long_as_one_another(
    espeak: EspeakSpeaker, own: str, other: str, text: str
) -> None:
    """A script is written to a length before anyone knows more of its voice than its pace."""
    first, second = (
        espeak.speak(SpeakRequest(text=text, language=voice[:2], voice=voice)).samples for voice in (own, other)
    )

    assert len(second) == pytest.approx(len(first), rel=0.08)
