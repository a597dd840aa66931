"""What our own taste says a word looks like: English words, and the pictograms for them, the best first.

It goes before the pictograms' own names, which know nouns but neither verbs nor ideas. `lexicon.txt` is the table:
on each line words, a colon, pictograms; a hyphen in a word stands for a space.
"""

from collections.abc import Mapping
from importlib.resources import files


def _read(table: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in table.splitlines())
    return {word.replace("-", " "): tuple(names.split()) for words, _, names in lines for word in words.split()}


LEXICON: Mapping[str, tuple[str, ...]] = _read(
    files("mutoscope.engines.draw").joinpath("lexicon.txt").read_text(encoding="utf-8")
)
