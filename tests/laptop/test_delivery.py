"""Where a film's files go: never in the place of what it is made from."""

from pathlib import Path

import pytest

from mutoscope.films.resource import FilmResource
from mutoscope.laptop.delivery import SUFFIXES, OutTaken, check_out, deliver


class Client:
    """Downloads a few bytes for every file."""

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

    paths = deliver(Client(), film, None, [source])  # type: ignore[arg-type]

    assert source.read_text() == "mine"
    assert paths[0] == Path("out/rice-2.mp4")
    assert paths[0].read_text() == f"video of {film.id}"


@pytest.fixture
def film() -> FilmResource:
    return FilmResource.model_construct(id="film_1", title="Rice")
