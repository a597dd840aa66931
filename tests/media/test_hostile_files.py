"""The rows of the fault matrix for files: malformed ones, bombs and polyglots are refused before they are decoded.

Each is a real file that would do what it is named for; none is served, and nothing of it is kept.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from mutoscope.media.inspection.sandbox import inspect
from mutoscope.media.refusals import InspectionEnded
from tests.media import hostile
from tests.media.library import Library

Make = Callable[..., Path]
Film = Callable[..., Path]
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "pixel_bomb.png": (hostile.pixel_bomb, "picture_too_large"),
    "frames.gif": (partial(hostile.gif_of_frames, 100_000), "too_many_frames"),
    "zip_bomb.docx": (hostile.zip_bomb, "archive_too_large"),
    "polyglot.gif": (hostile.gif_that_is_a_script, "two_files_in_one"),
    "comment.gif": (partial(hostile.gif_of_frames, 1, screen=b"/*\1\0", comment=b"*/=1;x()//"), "two_files_in_one"),
    "page.gif": (partial(hostile.gif_of_frames, 1, comment=b"<script>alert(1)</script>"), "two_files_in_one"),
    "polyglot.pdf": (hostile.pdf_that_is_an_archive, "two_files_in_one"),
    "xxe.docx": (hostile.docx_with_entities, "document_broken"),
    "escape.docx": (partial(hostile.docx, **{"../../etc/cron.d/x": b"x"}), "document_broken"),
    "plain.docx": (lambda: b"PK\x03\x04" + bytes(500), "document_broken"),
    "script.svg": (hostile.svg_with_script_and_entities, "svg_not_taken"),
    "noise.txt": (lambda: bytes(range(256)), "type_not_taken"),
    "cut.gif": (lambda: hostile.gif_of_frames(3)[:40], "picture_broken"),
}
"""Each file with how it is made, and the code that it is refused with."""
DOCUMENTS: dict[str, Callable[[], bytes]] = {"a.pdf": hostile.pdf, "a.docx": hostile.docx, "a.txt": lambda: b"rice"}


@pytest.fixture
def secret(tmp_path: Path, recording: Make) -> Path:
    """A sound of this machine that a playlist could lead to."""
    return recording("secret.wav")


@pytest.mark.parametrize("name", FILES)
def test_malformed_image_zip_or_pixel_bomb_hostile_media_file_is_refused(
    library: Library, client: TestClient, tmp_path: Path, name: str
) -> None:
    make, code = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())

    item = library.bring(path)

    assert (item["status"], item["refusal"]["code"]) == ("refused", code)
    assert item["refusal"]["hint"]
    assert item["files"] == {}
    assert client.get(f"/v1/media/{item['id']}/content").status_code == 404
    assert library.stored("inputs/") + library.stored("temp/") == []


@pytest.mark.parametrize("make", [hostile.hls_playlist, hostile.concat_playlist])
@pytest.mark.parametrize("suffix", ["txt", "mp4", "wav"])
def test_a_playlist_that_points_at_local_files_is_refused_whatever_it_calls_itself(
    library: Library, tmp_path: Path, secret: Path, make: Callable[[Path], bytes], suffix: str
) -> None:
    path = tmp_path / f"list.{suffix}"
    path.write_bytes(make(secret))

    item = library.bring(path)

    assert (item["status"], item["refusal"]["code"]) == ("refused", "playlist_not_taken")


@pytest.mark.parametrize("flags", ["", "faststart"])
def test_a_truncated_film_is_refused(library: Library, film: Film, flags: str) -> None:
    path = film(seconds=4, flags=flags)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])

    item = library.bring(path)

    assert (item["status"], item["refusal"]["code"]) == ("refused", "film_broken")


def test_a_film_has_its_facts_and_a_picture(library: Library, film: Film) -> None:
    item = library.bring(film())

    assert item["facts"]["codec"] == "h264"
    assert (item["facts"]["width"], item["facts"]["height"]) == (320, 240)
    assert item["facts"]["seconds"] == pytest.approx(2.0, abs=0.1)
    assert set(item["files"]) == {"original", "thumbnail"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_kept_and_only_ever_saved(
    library: Library, client: TestClient, tmp_path: Path, name: str
) -> None:
    content = DOCUMENTS[name]()
    path = tmp_path / name
    path.write_bytes(content)

    item = library.bring(path)
    answer = client.get(item["files"]["original"])

    assert (item["status"], item["type"]) == ("ready", "document")
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_the_content_says_what_it_is_and_not_its_name(library: Library, client: TestClient, picture: Make) -> None:
    path = picture("photo.png").rename(picture("photo.png").with_name("photo.jpg"))

    item = library.bring(path)

    assert (item["status"], item["content_type"]) == ("ready", "image/png")
    assert client.get(item["files"]["original"]).headers["content-type"] == "image/png"


def test_a_sound_that_was_announced_as_a_picture_is_refused(library: Library, recording: Make) -> None:
    item = library.bring(recording(), content_type="image/png")

    assert item["refusal"]["code"] == "other_family"


def test_another_content_than_announced_is_refused_by_its_hash(library: Library, picture: Make) -> None:
    item = library.bring(picture(), sha256="0" * 64)

    assert item["refusal"]["code"] == "other_hash"


def test_what_takes_too_long_to_look_into_is_stopped(picture: Make) -> None:
    with pytest.raises(InspectionEnded):
        inspect(picture(), "photo.png", seconds=0.0)
