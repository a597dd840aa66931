"""Where a film's files go: never in the place of what it is made from."""

from pathlib import Path

import pytest

from mutoscope.films.resource import FilmResource
from mutoscope.laptop.deliveries import Deliveries
from mutoscope.laptop.delivery import SUFFIXES, OutTaken, check_out, deliver


class Client:
    """Downloads a few bytes for every file."""

    def __init__(self, home: Path) -> None:
        self.deliveries = Deliveries(home / "deliveries")

    def download(self, film_id: str, variant: str, path: Path) -> None:
        path.write_text(f"{variant} of {film_id}")


@pytest.mark.parametrize("suffix", sorted(set(SUFFIXES.values()) - {".mp4"}))
def test_a_source_of_the_film_is_not_overwritten_by_it(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"rice{suffix}"
    source.write_text("mine")

    with pytest.raises(OutTaken, match="what the film is made from"):
        check_out(tmp_path / "rice.mp4", [source])

    assert source.read_text() == "mine"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rice.srt").mkdir()

    with pytest.raises(OutTaken, match=r"rice\.srt is a folder"):
        check_out(tmp_path / "rice.mp4")


def test_a_film_without_a_name_of_its_own_steps_aside_for_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, film: FilmResource
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "out" / "rice.jpg"
    source.parent.mkdir()
    source.write_text("mine")

    paths = deliver(Client(tmp_path), film, None, [source])  # type: ignore[arg-type]

    assert source.read_text() == "mine"
    assert paths[0] == Path("out/rice-2.mp4")
    assert paths[0].read_text() == f"video of {film.id}"


def test_a_second_film_of_the_same_title_gets_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    client = Client(tmp_path)

    paths = [deliver(client, named(film_id), None)[0] for film_id in ("film_1", "film_2", "film_3")]  # type: ignore[arg-type]

    assert paths == [Path("out/rice.mp4"), Path("out/rice-2.mp4"), Path("out/rice-3.mp4")]
    assert paths[0].read_text() == "video of film_1"


def test_a_film_that_is_built_again_takes_its_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    client = Client(tmp_path)
    before = [deliver(client, named(film_id), None) for film_id in ("film_1", "film_2")]  # type: ignore[arg-type]
    before[1][0].write_text("of an earlier build")
    before[1][-1].write_text("of an earlier build")

    again = deliver(client, named("film_2"), None)  # type: ignore[arg-type]

    assert again == before[1]
    assert again[0].read_text() == "video of film_2"


def test_the_same_film_ordered_once_more_takes_its_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    first = deliver(Client(tmp_path / "one"), named("film_1"), None)  # type: ignore[arg-type]

    again = deliver(Client(tmp_path / "another studio"), named("film_1"), None)  # type: ignore[arg-type]

    assert again == first


def named(film_id: str) -> FilmResource:
    return FilmResource.model_construct(id=film_id, title="Rice")


@pytest.fixture
def film() -> FilmResource:
    return FilmResource.model_construct(id="film_1", title="Rice")
