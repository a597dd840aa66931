"""Viruses: with a scanner what it finds is refused, without one the item says that nobody looked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from mutoscope.adapters.clamd_scanner import ClamdScanner
from mutoscope.studio import Studio
from tests.media.clamd_server import clamd
from tests.media.hostile import EICAR
from tests.media.library import Library

Make = Callable[..., Path]


def test_an_infected_file_is_refused_and_a_clean_one_says_that_it_was_scanned(
    studio: Studio, client: TestClient, tmp_path: Path, picture: Make
) -> None:
    infected = tmp_path / "eicar.txt"
    infected.write_bytes(EICAR)
    with clamd() as address:
        library = Library(replace(studio, scanner=ClamdScanner(address)), client)
        bad, good = library.bring(infected), library.bring(picture())

    assert (bad["status"], bad["refusal"]["code"], bad["scanned"]) == ("refused", "infected", True)
    assert "EICAR" in bad["refusal"]["message"]
    assert (good["status"], good["scanned"]) == ("ready", True)


def test_nothing_is_ready_before_a_scanner_that_is_away_has_looked(
    studio: Studio, client: TestClient, picture: Make
) -> None:
    library = Library(replace(studio, scanner=ClamdScanner("tcp://127.0.0.1:1")), client)

    item = library.bring(picture())

    assert item["status"] == "inspecting"


def test_without_a_scanner_the_item_says_so(library: Library, picture: Make) -> None:
    assert library.bring(picture())["scanned"] is False
