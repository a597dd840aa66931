"""A text as it is, in passages that are said in a few seconds each: no sentence is changed or left out."""

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.sentences import split_sentences

_SECONDS = 9.0


def passages(text: str, language: str, *, longest: int = 1_200, seconds: float = _SECONDS) -> list[str]:
    """A paragraph's sentences together for so many `seconds`; none is longer than `longest` characters."""
    told: list[str] = []
    between = "" if language in ("ja", "zh") else " "
    for paragraph in text.split("\n\n"):
        passage = ""
        for sentence in split_sentences(" ".join(paragraph.split()), language):
            if passage and spoken_seconds(f"{passage} {sentence}", language) > seconds:
                told.append(passage)
                passage = ""
            passage = f"{passage}{between if passage else ''}{sentence}"
        if passage:
            told.append(passage)
    return [part for passage in told for part in split_long(passage, longest)]
