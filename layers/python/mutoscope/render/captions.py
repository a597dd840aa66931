"""Groups spoken words into captions one can read.

Cues are in order, never overlap, lie within the film, and together hold every word that is heard in it.
A cue ends at a sentence's end; a long sentence is parted into about equal cues, at a comma where there is one.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from mutoscope.engines.tasks import Word
from mutoscope.engines.write.sentences import sentence_ends
from mutoscope.render.caption_lines import CLAUSE_ENDS, UNSPACED, is_small
from mutoscope.render.emoji import without_emoji
from mutoscope.render.letters import without_unset
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME, Cue, CueWord

_SENTENCE_ENDS = tuple(".?!…。？！।؟")
_LONGEST_ABBREVIATION = 5
_TITLES = frozenset(["dr", "hr", "m", "mlle", "mme", "mr", "mrs", "ms", "prof", "sr", "sra", "st", "डॉ", "திரு"])
_CLOSERS = "\"'”’»)]）」』】"
_LONG_PAUSE = SAMPLES_PER_FRAME * 21
_SHORTEST = FPS
_BRIDGED = FPS * 2 // 3
_HANGING = 0.12
"""What it costs to end a cue on a word that belongs to the next, as "the", "de la" or "Mrs."."""
_LINGER = FPS // 3


def make_cues(words: Sequence[Word], *, frames: int, language: str) -> tuple[Cue, ...]:
    """Cues for `words`, whose times count from the film's start, in a film of `frames` frames."""
    shown = (Word(without_unset(without_emoji(word.text)), word.start, word.end) for word in words)
    heard = [word for word in shown if word.text and word.start < frames * SAMPLES_PER_FRAME]
    groups = [group for sentence in _sentences(heard, language) for group in _parted(sentence, language)]
    return _timed(_without_crumbs(groups, language), frames)


def _sentences(words: Sequence[Word], language: str) -> list[list[Word]]:
    stops = _stops(words, language)
    sentences: list[list[Word]] = [list(words[:1])]
    for place, (before, word) in enumerate(pairwise(words)):
        if (_closes(before, word) and place in stops) or _pause(before, word):
            sentences.append([])
        sentences[-1].append(word)
    return [sentence for sentence in sentences if sentence]


def _stops(words: Sequence[Word], language: str) -> frozenset[int]:
    """The words that may end a sentence: a full stop does only where the writer's rules say so as well."""
    if language in UNSPACED:
        return frozenset(range(len(words)))
    ends = sentence_ends(" ".join(word.text for word in words), language)
    read = accumulate(len("".join(word.text.split())) for word in words)
    return frozenset(place for place, end in enumerate(read) if end in ends or not _ends(words[place], (".",)))


def _closes(word: Word, following: Word) -> bool:
    """Whether a sentence ends with `word`: the stop of "no. 17", "2 p.m. again" or "Mrs. Osei" does not end one."""
    text, after = word.text.strip(), following.text.strip()
    short = text.endswith(".") and len(text) <= _LONGEST_ABBREVIATION
    goes_on = after[:1].islower() or after[:1].isdigit() or text.rstrip(".").casefold() in _TITLES
    return _ends(word, _SENTENCE_ENDS) and not (short and goes_on)


def _parted(sentence: Sequence[Word], language: str) -> list[list[Word]]:
    """The sentence in as few cues as its length needs, the cheapest way: alike in length, parted after commas.

    `best[n]` is the cheapest way to part the first n words: its cost and where its last cue starts.
    """
    lengths = [_length([word], language) for word in sentence]
    most = longest_cue(language)
    ideal = sum(lengths) / -(-sum(lengths) // most)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(sentence) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            length = sum(lengths[start:end])
            if length > most and start < end - 1:
                break
            cost = _cost(length, ideal, sentence[end - 1], end == len(sentence))
            hangs = end < len(sentence) and _hangs(sentence[end - 1], language)
            choices.append((best[start][0] + cost + (_HANGING if hangs else 0), start))
        best.append(min(choices))
    return _traced(sentence, best)


def _cost(length: int, ideal: float, final: Word, closes: bool) -> float:
    uneven = (length - ideal) / ideal
    return uneven * uneven + (0.0 if closes or _ends(final, CLAUSE_ENDS) else 0.15) + 0.3


def _hangs(word: Word, language: str) -> bool:
    return is_small(word.text, language) or word.text.strip().endswith(".")


def _traced(sentence: Sequence[Word], best: Sequence[tuple[float, int]]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    end = len(sentence)
    while end > 0:
        start = best[end][1]
        groups.insert(0, list(sentence[start:end]))
        end = start
    return groups


def _without_crumbs(groups: Sequence[list[Word]], language: str) -> list[list[Word]]:
    """Joins a cue too short to read to the next one, if both fit together and no long pause parts them."""
    joined: list[list[Word]] = []
    for group in groups:
        before = joined[-1] if joined else None
        if before and _is_crumb(before, group) and _length([*before, *group], language) <= longest_cue(language):
            before.extend(group)
        else:
            joined.append(list(group))
    return joined


def _is_crumb(before: Sequence[Word], after: Sequence[Word]) -> bool:
    spoken = min(after[0].start - before[0].start, after[-1].end - after[0].start)
    return spoken < _SHORTEST * SAMPLES_PER_FRAME and not _pause(before[-1], after[0])


def _timed(groups: Sequence[Sequence[Word]], frames: int) -> tuple[Cue, ...]:
    firsts = [group[0].start // SAMPLES_PER_FRAME for group in groups]
    # Where two cues would start in one frame the later one waits a frame, and the last ones leave room before the end.
    for index in range(1, len(firsts)):
        firsts[index] = max(firsts[index], firsts[index - 1] + 1)
    for index in range(len(firsts) - 1, -1, -1):
        firsts[index] = min(firsts[index], (firsts[index + 1] if index + 1 < len(firsts) else frames) - 1)
    cues = []
    for index, group in enumerate(groups):
        if firsts[index] >= 0:
            until = firsts[index + 1] if index + 1 < len(groups) else frames
            cues.append(Cue(first=firsts[index], last=_end(firsts[index], group, until), words=_cue_words(group)))
    return tuple(cues)


def _end(first: int, group: Sequence[Word], until: int) -> int:
    """Shown until it has been read; a short gap before the next cue is bridged, so that captions do not flicker."""
    spoken = -(-group[-1].end // SAMPLES_PER_FRAME)
    if until - spoken <= _BRIDGED:
        return until
    return min(until, max(spoken + _LINGER, first + _SHORTEST))


def _cue_words(group: Sequence[Word]) -> tuple[CueWord, ...]:
    return tuple(CueWord(text=word.text.strip(), start=word.start, end=word.end) for word in group)


def longest_cue(language: str) -> int:
    """The most characters of a cue: two lines of a wide film, three of a tall one."""
    return 28 if language in UNSPACED else 66


def _length(words: Sequence[Word], language: str) -> int:
    spaces = 0 if language in UNSPACED else len(words)
    return sum(len(word.text.strip()) for word in words) + spaces


def _ends(word: Word, marks: tuple[str, ...]) -> bool:
    return word.text.strip().rstrip(_CLOSERS).endswith(marks)


def _pause(before: Word, after: Word) -> bool:
    return after.start - before.end > _LONG_PAUSE
