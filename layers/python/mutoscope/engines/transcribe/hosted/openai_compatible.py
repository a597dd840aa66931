"""The transcriber at any server that speaks OpenAI's transcriptions: the provider's, or one's own.

Protocol: POST {base}/audio/transcriptions, asked for `verbose_json` with words and segments. Invariant: the key is in
no error and no log.
"""

from typing import Any

from openai import OpenAI, OpenAIError
from pydantic import SecretStr

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.engines.understanding import TranscribeRequest, Transcript
from mutoscope.engines.write.hosted.asking import Patience, plain_key, translate
from mutoscope.engines.write.language_of import language_of
from mutoscope.media.file_type import HEAD_BYTES, recognise

_NAME = "openai"
_PATIENCE = Patience(timeout=300.0)
_ENDINGS = {
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
}
"""The server goes by the name of the file, which here is told by its content."""


class OpenAiCompatibleTranscriber:
    name = _NAME

    def __init__(self, base_url: str, key: SecretStr | None, model: str, patience: Patience = _PATIENCE) -> None:
        self.version = f"1:{model}"
        self._model = model
        self._patience = patience
        # What may have run is not sent again: it is paid for. The job tries again where that may help.
        self._client = OpenAI(base_url=base_url, api_key=plain_key(key), max_retries=0, timeout=patience.timeout)

    def transcribe(self, request: TranscribeRequest) -> Transcript:
        """Raises EngineBusy, EngineFailed."""
        content = request.file.read_bytes()
        kind = recognise(content[:HEAD_BYTES], request.file.name)
        order: dict[str, Any] = {"file": (f"sound.{_ENDINGS[kind.content_type]}", content), "model": self._model}
        if request.language:
            order["language"] = request.language
        if request.prompt:
            order["prompt"] = request.prompt
        try:
            heard: Any = self._client.audio.transcriptions.create(
                **order, response_format="verbose_json", timestamp_granularities=["word", "segment"]
            )
        except OpenAIError as error:
            raise translate(error, self._patience) from None
        return _transcript(heard, len(request.sound), request.language)


def _transcript(heard: Any, length: int, asked: str | None) -> Transcript:
    """What it heard, within the recording, whatever a server leaves out."""
    text = str(getattr(heard, "text", "") or "").strip()
    words = [Word(str(each.word).strip(), *_span(each, length)) for each in getattr(heard, "words", None) or ()]
    segments = [(*_span(each, length), str(each.text).strip()) for each in getattr(heard, "segments", None) or ()]
    return Transcript(
        text=text,
        language=asked or _tag(str(getattr(heard, "language", "") or "")) or language_of(text),
        words=tuple(word for word in words if word.text),
        segments=tuple(segments) or (((0, length, text),) if text else ()),
    )


def _span(timed: Any, length: int) -> tuple[int, int]:
    start = min(length, max(0, round(float(timed.start) * SAMPLE_RATE)))
    return start, min(length, max(start, round(float(timed.end) * SAMPLE_RATE)))


def _tag(name: str) -> str:
    """Servers answer `english` or `en`."""
    plain = name.strip().lower()
    return plain if plain in LANGUAGES else next((tag for tag, each in LANGUAGES.items() if each.lower() == plain), "")
