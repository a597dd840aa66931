"""When each character of a text is heard: words are timed by the engine, and within a word each one gets its share."""

from pydantic import BaseModel

from mutoscope.stages.contracts.spoken import Spoken, TimedWord


class Alignment(BaseModel):
    """Three lists of the same length, in seconds."""

    characters: list[str]
    character_start_times_seconds: list[float]
    character_end_times_seconds: list[float]


def aligned(text: str, spoken: bytes) -> Alignment:
    """`spoken` is the file `words.json` of the speech."""
    told = Spoken.model_validate_json(spoken)
    edges = _edges(text, told.words, told.duration)
    return Alignment(
        characters=list(text),
        character_start_times_seconds=[start for start, _ in edges],
        character_end_times_seconds=[end for _, end in edges],
    )


def _edges(text: str, words: tuple[TimedWord, ...], duration: float) -> list[tuple[float, float]]:
    """What is between two words lasts from the end of the one to the beginning of the next."""
    edges: list[tuple[float, float]] = []
    heard = 0.0
    for word in words:
        at = text.find(word.word, len(edges))
        if at < 0:
            continue
        edges += _shares(at - len(edges), heard, word.start)
        edges += _shares(len(word.word), word.start, word.end)
        heard = word.end
    return edges + _shares(len(text) - len(edges), heard, max(heard, duration))


def _shares(count: int, start: float, end: float) -> list[tuple[float, float]]:
    step = (end - start) / count if count else 0.0
    return [(round(start + step * n, 3), round(start + step * (n + 1), 3)) for n in range(count)]
