"""A file becomes plain text, or one clear refusal."""

import unicodedata
from pathlib import Path

import pytest

from mutoscope.documents.document import (
    MOST_CHARACTERS,
    DocumentEmpty,
    TextTooLong,
    TextUndecodable,
    UnknownDocumentType,
)
from mutoscope.documents.read import FileMissing, FileTooLarge, FileUnreadable, NotAFile, read_document


def test_markdown_loses_its_marks_its_tables_and_its_front_matter(documents: Path) -> None:
    document = read_document(documents / "rice.md")

    assert document.title == "Rice"
    assert document.text.startswith("Rice is the seed of a grass")
    assert "How it grows\n\nA rice plant" in document.text
    assert "|" not in document.text
    assert "crops" not in document.text
    assert "#" not in document.text


def test_a_page_keeps_its_article_and_loses_its_menu(documents: Path) -> None:
    document = read_document(documents / "volcano.html")

    assert document.title == "Why volcanoes erupt"
    assert "rock of the mantle" in document.text
    assert "Log in" not in document.text
    assert "Cookie" not in document.text


def test_html_is_known_by_its_content_whatever_the_file_is_called(documents: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "volcano.txt"
    renamed.write_bytes((documents / "volcano.html").read_bytes())

    document = read_document(renamed)

    assert document == read_document(documents / "volcano.html")


def test_text_comes_out_composed_with_one_kind_of_line_end(tmp_path: Path) -> None:
    path = tmp_path / "cafe.txt"
    path.write_bytes("Un cafe\u0301 noir.\r\n\r\n\r\n\r\nEt un the\u0301.\x07".encode())

    document = read_document(path)

    assert document.text == "Un café noir.\n\nEt un thé."
    assert unicodedata.is_normalized("NFC", document.text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_people_have(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "alt.txt"
    text = "Der Käse reift im Keller. Die Bäuerin prüft ihn jede Woche und wäscht ihn mit Salzwasser. Süße Grüße!"
    path.write_bytes(text.encode(encoding))

    document = read_document(path)

    assert document.text == text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"nowhere\.txt"):
        read_document(tmp_path / "nowhere.txt")


def test_a_directory_is_not_a_document(tmp_path: Path) -> None:
    with pytest.raises(NotAFile):
        read_document(tmp_path)


def test_a_path_that_cannot_be_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        read_document(Path("a" * 5_000))


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    path.touch()
    with path.open("r+b") as file:
        file.truncate(300_000_000)

    with pytest.raises(FileTooLarge, match="300 MB; a document has at most 50 MB"):
        read_document(path)


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"# \n", b"<!doctype html><html></html>"])
def test_a_document_without_text_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.md"
    path.write_bytes(content)

    with pytest.raises(DocumentEmpty):
        read_document(path)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x14\x00\x06\x00\x08", b"\x7fELF\x02\x01"]
)
def test_other_kinds_of_file_are_refused_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(content + bytes(range(256)) * 4)

    with pytest.raises(UnknownDocumentType):
        read_document(path)


def test_bytes_in_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise.txt"
    path.write_bytes(bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF, 0xFE, 0xFD]) * 60)

    with pytest.raises(TextUndecodable):
        read_document(path)


def test_a_text_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Rice. " * (MOST_CHARACTERS // 6 + 1))

    with pytest.raises(TextTooLong, match="400,000"):
        read_document(path)
