"""What an editor would ask of a script, over documents of ten languages and of the dullest kinds."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from mutoscope.documents.read import read_document
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.engines.write.formal import is_formality, phrase
from mutoscope.engines.write.leaning import leans
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.films.pace import narration_seconds, told_seconds
from mutoscope.films.script import Role, Script

DOCUMENTS = [
    ("batik_id.txt", "id"),
    ("bienen.txt", "de"),
    ("dates_ar.txt", "ar"),
    ("ferry_woman.txt", "en"),
    ("jasmine_ta.txt", "ta"),
    ("lavande.txt", "fr"),
    ("lease.txt", "en"),
    ("minutes.txt", "en"),
    ("paella.md", "es"),
    ("stepwell_hi.txt", "hi"),
    ("tea_zh.txt", "zh"),
    ("washi_ja.txt", "ja"),
]
DULL = ["minutes.txt", "price_list.txt", "lease.txt", "release_notes.md"]
EVERY = pytest.mark.parametrize(("name", "language"), DOCUMENTS)


def script_of(documents: Path, name: str, language: str = "en", seconds: int = 40) -> Script:
    document = read_document(documents / name)
    request = WriteRequest(None, document.text, document.title, language, seconds, 0)
    return ExtractiveWriter().write(request)


def narrated(script: Script) -> list[str]:
    return [said for scene in script.scenes for said in split_sentences(scene.narration, script.language)]


@EVERY
@pytest.mark.parametrize("seconds", [30, 45])
def test_the_length_is_within_a_tenth_of_what_was_asked(
    documents: Path, name: str, language: str, seconds: int
) -> None:
    script = script_of(documents, name, language, seconds)

    spoken = sum(spoken_seconds(scene.narration, language) for scene in script.scenes)
    assert spoken == pytest.approx(seconds, rel=0.1)


@EVERY
@pytest.mark.parametrize("seconds", [15, 20, 60])
def test_a_films_length_is_about_what_was_asked_pauses_and_all(
    documents: Path, name: str, language: str, seconds: int
) -> None:
    script = script_of(documents, name, language, narration_seconds(seconds))

    assert told_seconds(script) == pytest.approx(seconds, rel=0.12)


@EVERY
def test_a_short_film_shows_a_picture_for_each_sentence(documents: Path, name: str, language: str) -> None:
    script = script_of(documents, name, language, narration_seconds(20))

    assert len(script.scenes) >= 2
    assert len(script.scenes) >= len([text for text in narrated(script) if spoken_seconds(text, language) >= 1.8])


@EVERY
def test_numbers_are_those_of_the_document(documents: Path, name: str, language: str) -> None:
    there = set(re.findall(r"\d[\d.,]*", (documents / name).read_text("utf-8")))

    said = {
        number for text in narrated(script_of(documents, name, language)) for number in re.findall(r"\d[\d.,]*", text)
    }

    assert {number.rstrip(".,") for number in said} <= {number.rstrip(".,") for number in there}


@EVERY
def test_the_order_of_the_document_is_kept_after_the_hook(documents: Path, name: str, language: str) -> None:
    text = re.sub(r"\s+", "", (documents / name).read_text("utf-8"))

    said = [re.sub(r"\s+", "", sentence) for sentence in narrated(script_of(documents, name, language))]

    places = [text.find(sentence) for sentence in said[1:]]
    found = [place for place in places if place >= 0]
    assert found == sorted(found)
    assert len(found) >= len(places) * 0.5


@EVERY
def test_no_sentence_is_said_twice(documents: Path, name: str, language: str) -> None:
    said = narrated(script_of(documents, name, language))

    assert len({sentence.casefold() for sentence in said}) == len(said)


@EVERY
def test_what_points_back_has_what_it_points_at_just_before(documents: Path, name: str, language: str) -> None:
    text = re.sub(r"\s+", "", (documents / name).read_text("utf-8"))
    said = [text for text in narrated(script_of(documents, name, language)) if text != phrase("close", language)]

    leaning = [(before, after) for before, after in pairwise(said) if leans(after, language)]

    torn = [
        after
        for before, after in leaning
        if re.sub(r"\s+", "", before + after) not in text and not re.match(r"(?:He|She|They|वह|वे)\b", after)
    ]
    assert torn == []


@pytest.mark.parametrize("name", DULL)
def test_a_dull_document_opens_with_its_title_and_ends_with_an_end(documents: Path, name: str) -> None:
    script = script_of(documents, name)

    assert script.scenes[0].role is Role.HOOK
    assert script.scenes[0].narration.startswith(script.title.partition(" –")[0])
    assert script.scenes[-1].narration.endswith(phrase("close", "en"))
    assert not any(is_formality(said, "en") for said in narrated(script)[:2])


def test_items_of_a_list_are_told_under_their_heading(documents: Path) -> None:
    said = narrated(script_of(documents, "release_notes.md"))

    assert any(sentence.startswith("Fixed: A crash") for sentence in said)


def test_a_person_is_named_where_the_film_skips_who_it_was(documents: Path) -> None:
    said = narrated(script_of(documents, "ferry_woman.txt"))

    assert "Ingrid Halvorsen was eighteen years old." in said


def test_one_sentence_is_a_film(documents: Path) -> None:
    script = script_of(documents, "one_sentence.txt")

    assert [scene.narration for scene in script.scenes] == ["The swift sleeps on the wing."]


def test_a_price_list_without_prose_is_read_row_by_row() -> None:
    request = WriteRequest(None, "Fish prices\n\nCod | 1 kg | €14\n\nEel | 1 kg | €22", None, "en", 30, 0)

    script = ExtractiveWriter().write(request)

    assert "Cod, 1 kg: €14." in " ".join(narrated(script))
    assert script.title == "Fish prices"


def test_nearly_the_same_sentence_is_said_once() -> None:
    text = (
        "The red barn by the river burned down in 1902. Rain fell. The red barn by the river burned down in 1902, alas."
    )

    said = narrated(ExtractiveWriter().write(WriteRequest(None, text, None, "en", 60, 0)))

    assert len([sentence for sentence in said if "barn" in sentence]) == 1


@pytest.mark.parametrize(
    ("name", "language", "things"),
    [
        ("washi_ja.txt", "ja", {"tree", "bamboo", "water"}),
        ("tea_zh.txt", "zh", {"tea"}),
        ("dates_ar.txt", "ar", {"sun", "water", "coffee"}),
        ("paella.md", "es", {"rice", "fire", "water"}),
        ("stepwell_hi.txt", "hi", {"river"}),
        ("lavande.txt", "fr", {"flower", "field"}),
    ],
)
def test_pictures_name_the_commonest_things_in_english_too(
    documents: Path, name: str, language: str, things: set[str]
) -> None:
    script = script_of(documents, name, language)

    assert things <= {word for scene in script.scenes for word in scene.keywords}
