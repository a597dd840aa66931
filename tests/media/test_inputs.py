"""A file is taken in when the studio can use it, and refused by name when not."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.adapters.http.body_limit import LARGEST_BODY, LARGEST_UPLOAD
from mutoscope.identifiers import new_id
from mutoscope.media.file_type import AAC, FLAC, M4A, MP3, OGG, PNG, WAV
from mutoscope.media.inputs import input_key
from mutoscope.media.sound_file import MOST_SECONDS, SoundTooLong, check_sound
from mutoscope.media.upload import check_file
from mutoscope.render.sound import write_sound
from mutoscope.studio import Studio

Make = Callable[..., Path]


def put(client: TestClient, path: Path, name: str | None = None) -> tuple[int, dict[str, object]]:
    answer = client.put(f"/v1/inputs/{name or path.name}", content=path.read_bytes())
    body = answer.json()
    return answer.status_code, body.get("error", body)


@pytest.mark.parametrize(
    ("name", "content_type"), [("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.webp", "image/webp")]
)
def test_a_picture_is_stored_under_its_content(client: TestClient, picture: Make, name: str, content_type: str) -> None:
    path = picture(name)

    status, stored = put(client, path)

    assert status == 201
    assert stored["key"] == f"{hashlib.sha256(path.read_bytes()).hexdigest()}/{name}"
    assert (stored["content_type"], stored["size"], stored["object"]) == (content_type, path.stat().st_size, "input")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.wav", WAV), ("a.mp3", MP3), ("a.flac", FLAC), ("a.ogg", OGG), ("a.m4a", M4A), ("a.aac", AAC)]
)
def test_every_kind_of_sound_is_known_by_its_content(recording: Make, name: str, kind: object) -> None:
    path = recording(name).rename(recording(name).with_suffix(".jpg"))

    assert check_file(path, path.name) == kind


def test_the_same_file_sent_again_has_the_same_key(client: TestClient, picture: Make) -> None:
    first, second = put(client, picture()), put(client, picture())

    assert first == second


def test_a_picture_with_a_wrong_ending_is_what_its_content_says(client: TestClient, picture: Make) -> None:
    _, stored = put(client, picture("a.png"), "a.jpg")

    assert stored["content_type"] == PNG.content_type


@pytest.mark.parametrize("name", ["my photo (1).png", "चावल.png", "..png", "a%20b.png", "-" * 150])
def test_any_name_gives_a_key_that_names_nothing_but_the_file(client: TestClient, picture: Make, name: str) -> None:
    status, stored = put(client, picture(), name)

    digest, _, kept = str(stored["key"]).partition("/")
    assert status == 201
    assert stored["key"] == input_key(digest, kept)
    assert "/" not in kept


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_picture_that_is_cut_off_is_refused(client: TestClient, picture: Make, name: str) -> None:
    path = picture(name, width=900, height=900)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    status, error = put(client, path)

    assert (status, error["code"], error["param"]) == (422, "picture_broken", "file")


def test_a_picture_of_huge_dimensions_is_refused_by_its_header(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(60_000, 60_000))

    status, error = put(client, path)

    assert (status, error["code"]) == (413, "picture_too_large")
    assert "60000 × 60000" in str(error["message"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (b"Just a letter to a friend.", "unknown_media_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_media_type"),
        (b"GIF89a" + bytes(90), "unknown_media_type"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "unknown_media_type"),
        (b"\x89PNG\r\n\x1a\n", "picture_broken"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "picture_broken"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(200), "picture_broken"),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(200), "sound_broken"),
        (b"fLaC" + bytes(500), "sound_broken"),
        (b"OggS" + bytes(500), "sound_broken"),
        (b"ID3" + bytes(500), "sound_broken"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(500), "sound_broken"),
    ],
)
def test_what_is_neither_picture_nor_sound_is_refused(
    client: TestClient, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)

    status, error = put(client, path)

    assert (status, error["code"]) == (422, code)
    assert error["hint"]


def test_a_sound_that_is_cut_off_is_played_as_far_as_it_goes(client: TestClient, recording: Make) -> None:
    path = recording("a.flac")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    status, _ = put(client, path)

    assert status == 201


def test_a_small_file_that_holds_days_of_silence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    write_sound(path, np.zeros((MOST_SECONDS + 1) * 48_000, np.int16))

    with pytest.raises(SoundTooLong):
        check_sound(path, FLAC, path.name)


def test_a_file_may_be_larger_than_a_request_but_not_than_fifty_megabytes(client: TestClient, recording: Make) -> None:
    larger_than_a_request = recording(seconds=60)
    too_large = client.put("/v1/inputs/a.wav", content=bytes(LARGEST_UPLOAD + 1))

    status, _ = put(client, larger_than_a_request)

    assert larger_than_a_request.stat().st_size > LARGEST_BODY
    assert (status, too_large.status_code) == (201, 413)
    assert "50 MB" in too_large.json()["error"]["message"]


def test_a_file_needs_a_key_and_is_its_users_alone(client: TestClient, studio: Studio, picture: Make) -> None:
    stranger, key = new_id("user"), issue()
    studio.database.row("add_user", user_id=stranger, name="Someone else")
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=stranger, digest=digest(key.secret, pepper))
    _, stored = put(client, picture())
    body = {"script": {"scenes": [{"narration": "Hello.", "picture_file": stored["key"]}]}}

    without = TestClient(client.app).put("/v1/inputs/a.png", content=picture().read_bytes())
    theirs = client.post("/v1/films", json=body, headers={"Authorization": f"Bearer {key.secret}"})

    assert without.status_code == 401
    assert (theirs.status_code, theirs.json()["error"]["code"]) == (422, "input_missing")


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and then little more."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
