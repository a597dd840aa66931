"""A document is told in its own sentences."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutoscope.documents.read import read_document
from mutoscope.engines.languages import UnknownLanguage
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter, NothingToTell
from mutoscope.engines.write.formal import phrase
from mutoscope.engines.write.leaning import leans
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.sentences import read_paragraphs, split_sentences
from mutoscope.films.script import Role, Script

DOCUMENTS = [
    ("rice.md", "en"),
    ("lighthouse.txt", "en"),
    ("report.txt", "en"),
    ("volcano.html", "en"),
    ("pan.md", "es"),
    ("monsoon_hi.txt", "hi"),
    ("tea_zh.txt", "zh"),
    ("bienen.txt", "de"),
]


def write(text: str, *, title: str | None = None, language: str = "en", seconds: int = 45) -> Script:
    request = WriteRequest(topic=None, text=text, title=title, language=language, seconds=seconds, seed=0)
    return ExtractiveWriter().write(request)


def told(script: Script) -> str:
    return " ".join(scene.narration for scene in script.scenes)


@pytest.mark.parametrize("seconds", [30, 45])
@pytest.mark.parametrize(("name", "language"), DOCUMENTS)
def test_a_document_is_told_in_about_the_time_there_is(documents: Path, name: str, language: str, seconds: int) -> None:
    script = write(read_document(documents / name).text, language=language, seconds=seconds)

    assert sum(spoken_seconds(scene.narration, language) for scene in script.scenes) == pytest.approx(seconds, rel=0.15)


@pytest.mark.parametrize(("name", "language"), DOCUMENTS)
def test_only_sentences_of_the_document_are_said(documents: Path, name: str, language: str) -> None:
    text = read_document(documents / name).text

    script = write(text, language=language)

    there = {sentence for paragraph in read_paragraphs(text, language) for sentence in paragraph.sentences}
    frame = {f"{script.title}.", phrase("close", language)}
    assert {said for scene in script.scenes for said in split_sentences(scene.narration, language)} <= there | frame


@pytest.mark.parametrize(("name", "language"), DOCUMENTS)
def test_no_film_opens_with_a_sentence_that_points_back(documents: Path, name: str, language: str) -> None:
    script = write(read_document(documents / name).text, language=language)

    assert not leans(script.scenes[0].narration, language)
    assert (script.scenes[0].role, script.scenes[-1].role) == (Role.HOOK, Role.CLOSE)


@pytest.mark.parametrize(("name", "language"), DOCUMENTS)
def test_every_scene_has_a_picture_and_keywords(documents: Path, name: str, language: str) -> None:
    script = write(read_document(documents / name).text, language=language)

    assert all(scene.picture and scene.keywords for scene in script.scenes)


def test_no_sentence_is_told_twice(documents: Path) -> None:
    text = read_document(documents / "volcano.html").text

    script = write(f"{text}\n\n{text}", seconds=600)

    assert told(script).count("About fifty volcanoes erupt every year") == 1


def test_a_striking_sentence_opens_the_film_and_the_document_closes_it(documents: Path) -> None:
    script = write(read_document(documents / "rice.md").text)

    assert script.scenes[0].narration == "A single seed can give more than a thousand grains."
    assert script.scenes[-1].narration.endswith("a season of sun, water and patience.")


def test_a_story_opens_as_it_does(documents: Path) -> None:
    script = write(read_document(documents / "lighthouse.txt").text)

    assert script.title == "The Lamp at Corran Point"
    assert script.scenes[0].narration.startswith("Old Marta kept the lighthouse")


def test_a_sentence_that_points_back_follows_the_one_it_points_at() -> None:
    text = "Bran holds the vitamins of the grain. However, mills polish it away. " + " ".join(
        f"Grain number {number} lies in the barn near the river and waits for the mill." for number in range(40)
    )

    script = write(text, seconds=600)

    assert "Bran holds the vitamins of the grain. However, mills polish it away." in told(script)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In winter, that falls by 23%."),
        ("en", "In 1911, she received a second."),
        ("de", "Im Winter fällt das auf 10.000."),
        ("es", "En invierno, eso cae un 23%."),
        ("fr", "En hiver, cela baisse de 23 %."),
        ("fr", "En 1911, il en reçut un second."),
        ("de", "Das gilt auch für den Reis."),
        ("de", "Das wissen nur wenige."),
        ("de", "Ihnen fehlt Wasser."),
        ("de", "Die meisten davon leben im Süden."),
        ("de", "Trotz dieser Gefahr blieben viele."),
        ("de", "Schließlich wird der Teig geknetet."),
        ("es", "Hoy sigue siendo popular."),
        ("es", "Lo llaman oro rojo."),
        ("es", "Fue construido en 1900."),
        ("es", "Gracias a ello vive."),
        ("es", "Con él llegó la lluvia."),
        ("es", "Muchas de estas casas son viejas."),
        ("en", "Visitors may boil water there, and drink the tea."),
        ("de", "Besucher dürfen dort Wasser kochen."),
        ("es", "Los vecinos venden allí su pan."),
        ("hi", "लोग वहाँ चाय पीते हैं।"),
        ("id", "Warga minum kopi di sana."),
        ("id", "Buah itu dikupas dan dicuci."),
        ("id", "Warga meminumnya sampai malam."),
        ("en", "The next morning the shelf was empty."),
        ("zh", "第二天早上，广场很安静。"),
        ("zh", "人们在那里喝茶。"),
        ("ja", "人々はそこでお茶を飲みます。"),
        ("ar", "يشرب الناس هناك الشاي."),
    ],
)
def test_a_sentence_with_a_stand_in_for_its_subject_leans_on_the_one_before(language: str, sentence: str) -> None:
    assert leans(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In the hive, the bees that fly live long."),
        ("de", "Im Winter fällt das Laub."),
        ("es", "A la estación llegan los trenes."),
        ("fr", "En 1911, il y a deux prix."),
        ("fr", "En été, certaines abeilles volent."),
        ("de", "Das alte Haus steht leer."),
        ("de", "Das rund 30 Meter hohe Haus steht leer."),
        ("de", "Es gibt viele Sorten Reis."),
        ("de", "Reis braucht Wasser, und er wächst schnell."),
        ("de", "Viele glauben daran, dass Reis wächst."),
        ("es", "La ciudad de Lima es grande."),
        ("es", "Este año llueve mucho."),
        ("es", "Era necesario sembrar el arroz."),
        ("id", "Hari ini hujan turun."),
        ("id", "Petani memetik buah kopi."),
        ("en", "In Bali, people drink coffee there."),
        ("en", "Long ago there was a lighthouse."),
    ],
)
def test_a_sentence_that_names_its_subject_stands_alone(language: str, sentence: str) -> None:
    assert not leans(sentence, language)


@pytest.mark.parametrize("seconds", [10, 15, 20])
def test_an_ending_is_not_told_without_what_it_leans_on(seconds: int) -> None:
    text = (
        "Marie Curie est née à Varsovie en 1867. Elle étudia la physique à Paris. En 1903, elle reçut le prix Nobel de "
        "physique avec Pierre Curie. En 1911, elle en reçut un second. Ses recherches ont ouvert la voie à la "
        "radiothérapie. Pendant la guerre, elle équipa des voitures de radiologie."
    )

    script = ExtractiveWriter().write(WriteRequest(None, text, None, "fr", seconds, 0))

    whole = " ".join(scene.narration for scene in script.scenes)
    assert whole.startswith("Marie Curie")
    assert "un second" not in whole or "En 1903" in whole


def test_a_title_that_asks_is_the_hook() -> None:
    script = write("Magma rises. Gas pushes it out of the crater.", title="Why do volcanoes erupt?")

    assert script.title == "Why do volcanoes erupt?"
    assert script.scenes[0].narration.startswith("Why do volcanoes erupt?")


def test_a_text_without_a_title_is_named_after_its_main_words() -> None:
    text = (
        "Volcanoes release magma that has gathered for years in chambers far below. Magma from volcanoes cools to rock."
    )

    assert write(text).title == "Volcano · Magma"


def test_citations_links_and_tables_are_not_read_aloud(documents: Path) -> None:
    script = write(read_document(documents / "rice.md").text, seconds=600)

    assert "[1]" not in told(script)
    assert "https" not in told(script)
    assert "6.9" not in told(script)


@pytest.mark.parametrize("text", ["", "12 | 14 | 15", "https://example.org", "A heading"])
def test_a_text_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(NothingToTell):
        write(text or " ")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        write("Rice is a grass.", language="xx")


def test_a_topic_that_is_a_long_text_is_told_as_one(documents: Path) -> None:
    prose = read_document(documents / "volcano.html").text
    request = WriteRequest(topic=prose, text=None, title=None, language="en", seconds=30, seed=0)

    script = ExtractiveWriter().write(request)

    assert "magma" in told(script)
    assert "This film" not in told(script)


def test_the_same_request_gives_the_same_script(documents: Path) -> None:
    text = read_document(documents / "rice.md").text

    assert write(text).model_dump_json() == write(text).model_dump_json()


def test_nothing_is_fetched_and_nothing_is_left_in_the_home(tmp_path: Path, documents: Path) -> None:
    code = (
        "import socket\n"
        "def refuse(*_): raise SystemExit('the network was used')\n"
        "socket.socket.connect = refuse\n"
        "from pathlib import Path\n"
        "from mutoscope.engines.tasks import WriteRequest\n"
        "from mutoscope.engines.write.extractive import offer\n"
        f"text = Path({str(documents / 'bienen.txt')!r}).read_text('utf-8')\n"
        "print(len(offer(None).write(WriteRequest(None, text, None, 'de', 45, 0)).scenes))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
    assert list(tmp_path.iterdir()) == []
