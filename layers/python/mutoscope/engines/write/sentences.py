"""Cutting plain text into clean paragraphs, and paragraphs into sentences, in every language of the studio.

Invariant: what comes out can be read aloud and set in type. Citations, addresses, captions, code and bare numbers are
left out; lists are read as prose, and rows of tables only when they are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mutoscope.engines.speak.writing import is_read
from mutoscope.engines.write.abbreviations import cut_after_lists, is_cut_off
from mutoscope.engines.write.formal import is_for_the_eye, without_references
from mutoscope.engines.write.lists import read_list, read_rows
from mutoscope.render.emoji import without_emoji
from mutoscope.render.letters import unset_letters

if TYPE_CHECKING:
    import pysbd

_PYSBD_LANGUAGES = frozenset({"de", "en", "es", "fr", "ja"})
"""Not Arabic: there it cuts at every comma; nor Hindi, where it knows no full stop but the danda."""
_MOST_TO_PYSBD = 4_000
_TERMINAL = ".!?…。！？।॥؟۔:;；："
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…؟।॥])|(?<=[.!?…؟।॥][\"'”’»)]))\s+(?=\S)")
_CHINESE_END = re.compile(r"(?<=[。！？；…])(?![。！？…”’」』）])|(?<=[。！？…][”’」』）])(?![，、。])")
_DANDA_END = re.compile(r"(?:(?<=[!?…।॥])|(?<=[!?…।॥][\"'”’»)]))\s+(?=\S)")
"""Hindi that is written with the danda has full stops after abbreviations, and after hardly a whole word."""
_WORD_AND_STOP = re.compile(r"([^\s.]+)\.(?=\s|$)")
_CLOSERS = "\"'”’»)」』）]"
_BLANK_BETWEEN_HAN = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff，。、！？；：])\s+(?=[\u3040-\u30ff\u4e00-\u9fff])")
_LIST_MARK = re.compile(r"^\s*(?:[-*•–—·▪‣]+|\(?\d{1,3}[.)、]|\(?[a-z]\))\s+")
_CITATION = re.compile(r"\s*\[(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|citation needed|note \d+|edit)\]", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?)\]]|\S+@\S+\.\w+")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_IDLE_BRACKETS = re.compile(r"\s*\([^()]*(?:https?://|www\.)[^()]*\)|\(\s*[,;:]?\s*\)|\[\s*\]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a document: a heading, or its sentences in order. `listed`: they were read from a list."""

    heading: str | None
    sentences: tuple[str, ...]
    listed: bool = False


def read_paragraphs(text: str, language: str, *, rows: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs of `text` that hold a heading or at least one sentence worth saying; `rows`: tables as well."""
    paragraphs: list[Paragraph] = []
    for block in _blocks(text):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if _is_list(lines):
            paragraphs += _listed(_joined_items(lines), paragraphs, language)
            continue
        prose = [line for line in lines if not _is_table_row(line)]
        paragraphs.append(_paragraph(_join_lines(prose), language))
        if rows and len(prose) < len(lines):
            found = read_rows([line for line in lines if _is_table_row(line)], language)
            paragraphs += [Paragraph(None, (row,), listed=True) for row in found if _can_be_said(row)]
    return tuple(paragraph for paragraph in paragraphs if paragraph.heading or paragraph.sentences)


def split_sentences(paragraph: str, language: str) -> tuple[str, ...]:
    """The sentences of one paragraph, in order; joined with a space they are the paragraph again."""
    cut = (sentence for piece in _pieces(paragraph) for sentence in _split(piece, language))
    return tuple(part for sentence in _mended(cut, language) for part in cut_after_lists(sentence, language))


def sentence_ends(text: str, language: str) -> frozenset[int]:
    """How many characters, blanks not counted, have been read where each sentence of `text` ends."""
    compact, read = "".join(text.split()), 0
    ends: set[int] = set()
    for sentence in split_sentences(text, language):
        bare = "".join(sentence.split())
        read = max(read, compact.find(bare, read)) + len(bare)
        read += len(compact[read:]) - len(compact[read:].lstrip(_CLOSERS))
        ends.add(read)
    return frozenset(ends)


def _blocks(text: str) -> list[str]:
    """Parts of the text that blank lines part; items of one list stay together however far apart they stand."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", unicodedata.normalize("NFC", text)):
        if blocks and _LIST_MARK.match(block) and _LIST_MARK.match(blocks[-1]) and not _is_numbered_heading(blocks[-1]):
            blocks[-1] += f"\n{block}"
        else:
            blocks.append(block)
    return blocks


def _is_numbered_heading(block: str) -> bool:
    """ "1. Summary": one numbered line that no other item stands beside, with no stop."""
    return re.match(r"\s*\(?\d", block) is not None and is_heading(_LIST_MARK.sub("", block.strip()))


def _is_list(lines: list[str]) -> bool:
    marked = sum(bool(_LIST_MARK.match(line)) for line in lines)
    return marked >= 2 or (marked == 1 and _LIST_MARK.match(lines[0]) is not None)


def _listed(items: list[str], before: list[Paragraph], language: str) -> list[Paragraph]:
    """A list after its heading, or after the sentence that announces it, which goes into the list's own."""
    cleaned = [text for item in items if (text := clean(_without_foreign(item, language)))]
    if len(cleaned) == 1 and is_heading(cleaned[0]) and ":" not in cleaned[0]:
        return [Paragraph(heading=_heading(cleaned[0]), sentences=())]
    announced = before[-1].sentences[-1] if before and before[-1].sentences else ""
    lead = announced if announced.endswith((":", "：")) else before[-1].heading if before else None
    said = read_list(cleaned, lead, language) if cleaned else ()
    if announced.endswith((":", "：")) and said and said[0].startswith(announced.rstrip(" :：")):
        before[-1] = Paragraph(None, before[-1].sentences[:-1])
    paragraphs = [_sayable(sentence, language) for sentence in said]
    return [Paragraph(None, sentences, listed=True) for sentences in paragraphs]


def _sayable(text: str, language: str) -> tuple[str, ...]:
    return tuple(
        sentence
        for sentence in split_sentences(text, language)
        if _can_be_said(sentence) and not is_for_the_eye(sentence, language)
    )


def _joined_items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if _LIST_MARK.match(line) or not items:
            items.append(_LIST_MARK.sub("", line))
        else:
            items[-1] = f"{items[-1]} {line}"
    return [item for item in items if not _is_table_row(item)]


def _join_lines(lines: list[str]) -> str:
    return re.sub(
        r"(?<=[\u3040-\u30ff\u4e00-\u9fff，。、！？；：])\s+(?=[\u3040-\u30ff\u4e00-\u9fff])", "", " ".join(lines)
    )


def _is_table_row(line: str) -> bool:
    letters = sum(character.isalpha() for character in line)
    digits = sum(character.isdigit() for character in line)
    return line.count("|") >= 2 or line.count("\t") >= 2 or digits > letters or letters == 0


def _paragraph(item: str, language: str) -> Paragraph:
    text = clean(_without_foreign(item, language))
    if is_heading(text):
        return Paragraph(heading=_heading(text), sentences=())
    return Paragraph(heading=None, sentences=_sayable(text, language))


def _without_foreign(text: str, language: str) -> str:
    """Without brackets that give a name in a writing that is not read aloud: "Moscow (Москва)"."""
    return _BRACKETS.sub(lambda found: "" if _names_unread(found[0], language) else found[0], text)


def _names_unread(text: str, language: str) -> bool:
    """Whether a word of it, or most of its letters, are not read: a sign such as π among words names nothing."""
    unread = [_unread(word, language) for word in text.split()]
    return max(unread) >= 2 or sum(unread) > sum(map(str.isalpha, text)) / 2


def _unread(text: str, language: str) -> int:
    return sum(each.isalpha() and not is_read(each, language) for each in text)


def clean(text: str) -> str:
    """Without citations, addresses and doubled blanks."""
    text = _IDLE_BRACKETS.sub("", _CITATION.sub("", text))
    text = _IDLE_BRACKETS.sub("", _ADDRESS.sub("", text))
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", without_references(text))
    return " ".join(text.replace("\u00ad", "").split())


def is_heading(text: str) -> bool:
    """A short line that ends like no sentence; a question in one line may be a heading too, but is kept to be said."""
    if not text or text[-1] in _TERMINAL + _CLOSERS + ",，،、":
        return False
    return len(text) <= 100 and len(text.split()) <= 14


def _heading(text: str) -> str:
    """Without marks and numbers: "§ 2 Term" is the heading "Term"."""
    return re.sub(r"^(?:§+\s*)?\d+(?:\.\d+)*[.)]?\s+(?=[^\W\d])", "", text.strip("#*_ ")) or text


def _pieces(paragraph: str) -> list[str]:
    """Pysbd's time grows with the square of the length, so a very long paragraph is handed to it in pieces."""
    pieces, rest = [], paragraph.strip()
    while len(rest) > _MOST_TO_PYSBD:
        cut = max(rest.rfind(mark, 1, _MOST_TO_PYSBD) for mark in (". ", "! ", "? ", "। ", "。"))
        cut = cut + 1 if cut > 0 else _MOST_TO_PYSBD
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*pieces, rest] if rest else pieces


def _split(text: str, language: str) -> list[str]:
    if language in _PYSBD_LANGUAGES:
        return [sentence.strip() for sentence in _segmenter(language).segment(text) if sentence.strip()]
    return [sentence.strip() for sentence in _ends(text, language).split(text) if sentence and sentence.strip()]


def _ends(text: str, language: str) -> re.Pattern[str]:
    if language == "zh":
        return _CHINESE_END
    return _DANDA_END if language == "hi" and _is_cut_by_dandas(text) else _SENTENCE_END


def _is_cut_by_dandas(text: str) -> bool:
    stops = sum(sum(map(str.isalpha, word)) > 1 for word in _WORD_AND_STOP.findall(text))
    return text.count("।") > stops


@cache
def _segmenter(language: str) -> pysbd.Segmenter:
    # Loaded with the first text: most processes split none.
    import pysbd

    return pysbd.Segmenter(language=language, clean=False)


def _mended(sentences: Iterable[str], language: str) -> list[str]:
    """Joins again what was cut after an abbreviation, or before a mark that closes what stands before it."""
    whole: list[str] = []
    for sentence in sentences:
        closing, sentence = _parted_marks(sentence) if whole else ("", sentence)
        if closing:
            whole[-1] += closing
        if whole and sentence and (is_cut_off(whole[-1], sentence, language) or _opens_small(sentence)):
            whole[-1] += sentence if sentence.startswith("-") else f" {sentence}"
        elif sentence:
            whole.append(sentence)
    return whole


def _parted_marks(sentence: str) -> tuple[str, str]:
    """The marks at the head of a sentence that belong to the end of the one before, and the sentence without them."""
    if all(character in _CLOSERS for character in sentence):
        return sentence, ""
    bare = sentence.lstrip("！？")
    return sentence[: len(sentence) - len(bare)], bare.lstrip()


def _opens_small(sentence: str) -> bool:
    return sentence[0].islower() or sentence[0] in ",;)-"


def _can_be_said(sentence: str) -> bool:
    letters = sum(unicodedata.category(character)[0] in "LM" for character in without_emoji(sentence))
    digits = sum(character.isdigit() for character in sentence)
    return letters >= 4 and digits <= letters and "|" not in sentence and not unset_letters(sentence)
