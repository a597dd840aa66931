"""The embedded voice: espeak-ng, which needs no key and no weights and speaks every language of the studio.

Each sentence is spoken by itself with a pause of our own after it; words are timed by espeak's events.
"""

from importlib.util import find_spec
from itertools import accumulate

import numpy as np

from mutoscope.engines.languages import require_language
from mutoscope.engines.speak.espeak_library import Tone, Utterance, utter
from mutoscope.engines.speak.spoken_text import Sentence, sentences
from mutoscope.engines.speak.voice_sound import Sound, level, shape, to_output_rate
from mutoscope.engines.speak.voices import VOICES, require_voice
from mutoscope.engines.speak.word_times import token_spans
from mutoscope.engines.tasks import SAMPLE_RATE, SpeakRequest, Speech, Voice, Word
from mutoscope.errors import InputTooLarge
from mutoscope.settings import Settings

LONGEST_TEXT = 4_096

_MARGIN = SAMPLE_RATE * 80 // 1_000
_PAUSE = SAMPLE_RATE * 380 // 1_000
_SILENCE = SAMPLE_RATE
_SHORTEST_TOKEN = 1_323
"""Samples at espeak's rate, 60 ms: what a word gets that the voice does not know how to say."""


class NarrationTooLong(InputTooLarge):
    """The text has {length} characters; a voice speaks at most {most} at once."""

    code = "narration_too_long"
    hint = "Part it into several texts."


class EspeakSpeaker:
    name = "espeak-ng"
    version = "1"

    def voices(self) -> tuple[Voice, ...]:
        return tuple(voice.voice for voice in VOICES)

    def speak(self, request: SpeakRequest) -> Speech:
        """Raises UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, NarrationTooLong, EngineFailed."""
        language = require_language(request.language)
        tone = require_voice(request.voice, language).tone
        if len(request.text) > LONGEST_TEXT:
            raise NarrationTooLong(param="text", length=len(request.text), most=LONGEST_TEXT)
        spoken = [_speak_sentence(sentence, tone) for sentence in sentences(request.text, language)]
        return _joined(spoken) if spoken else Speech(np.zeros(_SILENCE, np.int16), ())


def offer(settings: Settings) -> EspeakSpeaker | None:  # noqa: ARG001 - every engine is offered the settings.
    """The speaker, or None where the wheel with the library is not installed."""
    return EspeakSpeaker() if find_spec("espeakng_loader") else None


def _speak_sentence(sentence: Sentence, tone: Tone) -> tuple[Sound, tuple[Word, ...]]:
    """A sentence's sound, cut to its words, and the words' times in it."""
    utterance = _long_enough(utter(sentence.spoken, tone), len(sentence.tokens))
    spans = token_spans(sentence, utterance)
    words = tuple(
        Word(token.text.strip(), to_output_rate(start), to_output_rate(end))
        for token, (start, end) in zip(sentence.tokens, spans, strict=True)
    )
    return _faded(shape(utterance.samples)[: words[-1].end + _MARGIN]), words


def _long_enough(utterance: Utterance, tokens: int) -> Utterance:
    missing = tokens * _SHORTEST_TOKEN - len(utterance.samples)
    if missing <= 0:
        return utterance
    return Utterance(np.concatenate([utterance.samples, np.zeros(missing, np.int16)]), utterance.words)


def _faded(sound: Sound) -> Sound:
    """Edges eased over 5 ms: a voice cut in the middle of a wave clicks."""
    edge = min(SAMPLE_RATE // 200, len(sound) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    sound[:edge] *= ramp
    sound[len(sound) - edge :] *= ramp[::-1]
    return sound


def _joined(spoken: list[tuple[Sound, tuple[Word, ...]]]) -> Speech:
    pause = np.zeros(_PAUSE, np.float32)
    margin = np.zeros(_MARGIN, np.float32)
    parts = [margin, *(part for sound, _ in spoken for part in (sound, pause))]
    parts[-1] = margin
    lengths = (len(sound) + _PAUSE for sound, _ in spoken)
    starts = accumulate(lengths, initial=_MARGIN)
    words = tuple(
        Word(word.text, word.start + start, word.end + start)
        for (_, heard), start in zip(spoken, starts, strict=False)
        for word in heard
    )
    return Speech(level(np.concatenate(parts)), words)
