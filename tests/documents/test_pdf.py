"""A PDF becomes running text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mutoscope.documents.document import PdfBroken, PdfEncrypted, PdfWithoutText
from mutoscope.documents.pdf import mend_lines
from mutoscope.documents.read import read_document

WritePdf = Callable[..., Path]


def test_lines_and_words_that_were_broken_to_fit_are_joined(pdf: WritePdf) -> None:
    path = pdf(
        ["A rice plant takes between three and six months to grow from", "seed to har-", "vest in a warm field."]
    )

    document = read_document(path)

    assert (
        document.text == "A rice plant takes between three and six months to grow from seed to harvest in a warm field."
    )


def test_page_numbers_and_repeated_headers_are_left_out(pdf: WritePdf) -> None:
    path = pdf(
        ["Annual Report 2031", "The harvest was good and the barns were full until spring came.", "Page 1 of 3"],
        ["Annual Report 2031", "The river rose twice and left its mud upon the lower fields.", "Page 2 of 3"],
        ["Annual Report 2031", "Nobody in the valley remembers a year with so many storks.", "Page 3 of 3"],
    )

    text = read_document(path).text

    assert "Annual Report" not in text
    assert "Page" not in text
    assert "storks" in text
    assert "barns" in text


def test_a_paragraph_may_cross_the_end_of_a_page(pdf: WritePdf) -> None:
    path = pdf(
        ["The caravan went on through the night without a single", "7"], ["lamp to show the way across the dunes.", "8"]
    )

    text = read_document(path).text

    assert text == "The caravan went on through the night without a single lamp to show the way across the dunes."


def test_a_clearly_shorter_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    lines = [
        "This line is as long as any line on the page can possibly be",
        "and this one ends.",
        "Then a new one begins here.",
    ]

    text = mend_lines(lines)

    assert text.startswith("This line is as long as any line on the page can possibly be and this one ends.\n\nThen")


def test_a_pdf_is_known_by_its_content(pdf: WritePdf, tmp_path: Path) -> None:
    path = pdf(["Known by what it is and not by what it is called."])

    renamed = path.rename(tmp_path / "notes.txt")

    assert read_document(renamed).text == "Known by what it is and not by what it is called."


def test_a_scanned_pdf_is_told_apart(pdf: WritePdf) -> None:
    with pytest.raises(PdfWithoutText):
        read_document(pdf([], []))


def test_an_encrypted_pdf_is_told_apart(pdf: WritePdf) -> None:
    with pytest.raises(PdfEncrypted):
        read_document(pdf(["Secret."], password="sesame"))


def test_a_pdf_that_only_forbids_printing_is_read(pdf: WritePdf) -> None:
    path = pdf(["Anyone may read this line."], password="")

    assert read_document(path).text == "Anyone may read this line."


@pytest.mark.parametrize("keep", [9, 200, 400])
def test_a_pdf_that_is_cut_off_is_broken_or_without_text(pdf: WritePdf, keep: int) -> None:
    path = pdf(["A line that will be lost."])
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises((PdfBroken, PdfWithoutText)):
        read_document(path)
