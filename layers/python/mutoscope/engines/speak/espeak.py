"""The embedded voice: espeak-ng, which needs no key and no weights and speaks every language of the studio.

Each sentence is spoken by itself, in a manner and with a pause of our own; words are timed by espeak's events.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from mutoscope.engines.languages import require_language
from mutoscope.engines.speak.espeak_library import PhonemeEvent, Utterance, WordEvent, utter
from mutoscope.engines.speak.instructions import Manner, directed
from mutoscope.engines.speak.prosody import Delivery, deliveries, emphasised, toned
from mutoscope.engines.speak.spoken_text import Sentence, sentences
from mutoscope.engines.speak.voice_sound import Sound, in_a_room, level, shape, to_output_rate
from mutoscope.engines.speak.voices import EspeakVoice, require_voice
from mutoscope.engines.speak.word_times import token_spans
from mutoscope.engines.tasks import SAMPLE_RATE, Phoneme, SpeakRequest, Speech, Word
from mutoscope.errors import InputTooLarge

LONGEST_TEXT = 4_096

_MARGIN = SAMPLE_RATE * 80 // 1_000
_SILENCE = SAMPLE_RATE
_FAINT = 60
"""Of 32,767: espeak's silence is exact, and its softest fricative begins above this."""
_SHORTEST_TOKEN = 1_323
"""Samples at espeak's rate, 60 ms: what a word gets that the voice does not know how to say."""


class NarrationTooLong(InputTooLarge):
    """The text has {length} characters; a voice speaks at most {most} at once."""

    code = "narration_too_long"
    hint = "Part it into several texts."


def speak(request: SpeakRequest) -> Speech:
    """Raises UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, NarrationTooLong, EngineFailed."""
    language = require_language(request.language)
    direction = directed(request.instructions)
    voice = _as_directed(require_voice(request.voice, language), direction.manner)
    if len(request.text) > LONGEST_TEXT:
        raise NarrationTooLong(param="text", length=len(request.text), most=LONGEST_TEXT)
    parts = sentences(request.text, language)
    manners = deliveries(parts)
    spoken = [_speak_sentence(*part, voice) for part in zip(parts, manners, strict=True)]
    pauses = [each.pause * direction.manner.pause // 1_000 * SAMPLE_RATE // 1_000 for each in manners]
    speech = _joined(spoken, pauses) if spoken else Speech(np.zeros(_SILENCE, np.int16), ())
    return replace(speech, followed=direction.followed)


def _as_directed(voice: EspeakVoice, manner: Manner) -> EspeakVoice:
    return replace(voice, tone=toned(voice.tone, Delivery(manner.pace, manner.pitch, manner.range, 0)))


@dataclass(frozen=True)
class _Spoken:
    """A sentence's sound, cut to its words, and the times of these and of its phonemes in it."""

    sound: Sound
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]


def _speak_sentence(sentence: Sentence, delivery: Delivery, voice: EspeakVoice) -> _Spoken:
    tone, timbre = toned(voice.tone, delivery), voice.timbre
    marked = emphasised(sentence, tone, voice.voice.language)
    utterance = _long_enough(_from_its_first_sound(utter(marked.spoken, tone)), len(sentence.tokens))
    spans = token_spans(marked, utterance)
    words = tuple(
        Word(token.text.strip(), to_output_rate(start, timbre), to_output_rate(end, timbre))
        for token, (start, end) in zip(sentence.tokens, spans, strict=True)
    )
    sounds = tuple(Phoneme(each.ipa, to_output_rate(each.sample, timbre)) for each in utterance.phonemes)
    return _Spoken(_faded(shape(utterance.samples, timbre)[: words[-1].end + _MARGIN]), words, sounds)


def _from_its_first_sound(utterance: Utterance) -> Utterance:
    """Some languages begin with a twentieth of a second of nothing, which would make the first caption early."""
    heard = np.flatnonzero(np.abs(utterance.samples.astype(np.int32)) > _FAINT)
    silent = int(heard[0]) if len(heard) else 0
    words = tuple(WordEvent(word.character, max(0, word.sample - silent)) for word in utterance.words)
    phonemes = tuple(PhonemeEvent(each.ipa, max(0, each.sample - silent)) for each in utterance.phonemes)
    return Utterance(utterance.samples[silent:], words, phonemes)


def _long_enough(utterance: Utterance, tokens: int) -> Utterance:
    missing = tokens * _SHORTEST_TOKEN - len(utterance.samples)
    if missing <= 0:
        return utterance
    return replace(utterance, samples=np.concatenate([utterance.samples, np.zeros(missing, np.int16)]))


def _faded(sound: Sound) -> Sound:
    """Edges eased over 5 ms: a voice cut in the middle of a wave clicks."""
    edge = min(SAMPLE_RATE // 200, len(sound) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    sound[:edge] *= ramp
    sound[len(sound) - edge :] *= ramp[::-1]
    return sound


def _joined(spoken: list[_Spoken], pauses: list[int]) -> Speech:
    lengths = [len(each.sound) + pause for each, pause in zip(spoken, pauses, strict=True)]
    starts = list(accumulate(lengths, initial=_MARGIN))
    whole = np.zeros(starts[-1] - pauses[-1] + _MARGIN, np.float32)
    for each, start in zip(spoken, starts, strict=False):
        whole[start : start + len(each.sound)] = each.sound
    words = tuple(
        Word(word.text, word.start + start, word.end + start)
        for each, start in zip(spoken, starts, strict=False)
        for word in each.words
    )
    return Speech(level(_faded(in_a_room(whole))), words, phonemes=tuple(_sounds(spoken, starts)))


def _sounds(spoken: list[_Spoken], starts: list[int]) -> Iterator[Phoneme]:
    """All phonemes in order, and silence after each sentence."""
    for each, start in zip(spoken, starts, strict=False):
        end = start + len(each.sound)
        yield from (Phoneme(sound.ipa, sound.start + start) for sound in each.phonemes if sound.start + start < end)
        yield Phoneme("", end)
