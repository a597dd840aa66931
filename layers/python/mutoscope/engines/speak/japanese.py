"""Japanese narration read as a reader would: phrases (bunsetsu) with their kana, since espeak knows no kanji.

The readings are Janome's; its dictionary is mapped from disk at the first Japanese sentence, not before.
"""

from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Protocol, cast

from mutoscope.engines.speak.reading import Phrase

_HEADS = frozenset({"名詞", "動詞", "形容詞", "副詞", "連体詞", "接続詞", "感動詞", "接頭詞"})
_DEPENDENT = frozenset({"接尾", "非自立"})
_LONGEST_COMPOUND = 6
_READINGS = {"米": "コメ", "日本": "ニホン", "明日": "アシタ", "今日": "キョウ"}
"""Where the dictionary's first choice is not what a narrator says."""
_reading = Lock()


class _Morpheme(Protocol):
    surface: str
    phonetic: str
    part_of_speech: str


class _Tokenizer(Protocol):
    def tokenize(self, text: str) -> Iterator[_Morpheme]: ...


def japanese_phrases(text: str) -> Iterator[Phrase]:
    """The text in phrases; joined again they are the text."""
    with _reading:
        morphemes = list(_tokenizer().tokenize(text))
    pending = Phrase("", "")
    before: _Morpheme | None = None
    for morpheme in morphemes:
        if pending.text and _begins_phrase(morpheme, before, pending):
            yield pending
            pending = Phrase("", "")
        pending = Phrase(pending.text + morpheme.surface, pending.spoken + _kana(morpheme))
        before = morpheme
    if pending.text:
        yield pending


def _begins_phrase(morpheme: _Morpheme, before: _Morpheme | None, pending: Phrase) -> bool:
    kind, detail = morpheme.part_of_speech.split(",")[:2]
    if detail == "括弧開":
        return True
    if before is None or kind not in _HEADS or detail in _DEPENDENT:
        return False
    kind_before = before.part_of_speech.split(",")[0]
    compound = kind == kind_before == "名詞" and len(pending.text) + len(morpheme.surface) <= _LONGEST_COMPOUND
    opens = kind_before == "記号" and not any(char.isalnum() for char in pending.text)
    return not (compound or opens or kind_before == "接頭詞" or morpheme.surface in {"する", "し", "さ"})


def _kana(morpheme: _Morpheme) -> str:
    known = _READINGS.get(morpheme.surface) or morpheme.phonetic
    return morpheme.surface if known in {"*", ""} else known


@cache
def _tokenizer() -> _Tokenizer:
    from janome.tokenizer import Tokenizer  # type: ignore[import-untyped]

    return cast(_Tokenizer, Tokenizer())
