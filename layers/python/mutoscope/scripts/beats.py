"""When a picture changes within a scene: at a sentence or a clause, so that each is looked at for a few seconds.

Invariant: the beats of a scene are its narration in order, and their starts rise.

Times are seconds from the first word.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.scripts.telling import join_sentences
from mutoscope.stages.contracts.voice import SpokenWord, VoiceFacts

_UNEVEN = 1.2
"""A part may be longer than its share by this, so that it ends where a clause does."""
_TOO_SHORT = 0.5
"""Of what a picture is looked at: less is told under the picture before it."""


def beats_of(text: str, language: str, seconds: float) -> list[str]:
    """What is said under one picture each, about so many seconds of it."""
    beats: list[list[str]] = [[]]
    for piece in _pieces(text, language, seconds):
        together = spoken_seconds(join_sentences([*beats[-1], piece], language), language)
        if beats[-1] and together > seconds:
            beats.append([])
        beats[-1].append(piece)
    if len(beats) > 1 and spoken_seconds(join_sentences(beats[-1], language), language) < seconds * _TOO_SHORT:
        beats[-2:] = [[*beats[-2], *beats[-1]]]
    return [join_sentences(beat, language) for beat in beats]


def estimated_starts(beats: Sequence[str], language: str) -> list[float]:
    said = accumulate((spoken_seconds(beat, language) for beat in beats[:-1]), initial=0.0)
    return [round(start, 3) for start in said]


def measured_starts(beats: Sequence[str], voice: VoiceFacts) -> list[float]:
    """Each beat begins with its first word. A voice may write words otherwise, so letters are counted in shares."""
    letters = [_letters(beat) for beat in beats]
    spoken = [_letters(word.text) for word in voice.words]
    if not sum(spoken):
        return [round(voice.samples / SAMPLE_RATE * place / len(beats), 3) for place in range(len(beats))]
    before = list(accumulate(spoken, initial=0))[:-1]
    wanted = [at * sum(spoken) / sum(letters) for at in accumulate(letters[:-1], initial=0)]
    return [round(_first_from(voice.words, before, at) / SAMPLE_RATE, 3) for at in wanted]


def _first_from(words: Sequence[SpokenWord], before: Sequence[int], at: float) -> int:
    """Where the word begins before which the nearest number of letters is said."""
    return words[min(range(len(words)), key=lambda place: (abs(before[place] - at), place))].start


def _pieces(text: str, language: str, seconds: float) -> Iterator[str]:
    """Sentences, and of one that takes much longer than a picture about even parts."""
    for sentence in split_sentences(text, language):
        parts = round(spoken_seconds(sentence, language) / seconds)
        yield from split_long(sentence, round(len(sentence) / parts * _UNEVEN) if parts > 1 else len(sentence))


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)
