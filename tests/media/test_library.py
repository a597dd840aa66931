"""The media library: a file is announced, sent to the file store, looked into, and only then can be fetched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from mutoscope.media.file_type import recognise
from mutoscope.studio import Studio
from tests.media.library import Library, post

Make = Callable[..., Path]


def test_a_picture_is_announced_sent_looked_into_and_fetched(
    library: Library, client: TestClient, picture: Make
) -> None:
    path = picture("holiday.png")

    item = library.bring(path)

    assert (item["status"], item["type"], item["content_type"]) == ("ready", "picture", "image/png")
    assert item["facts"] == {"width": 320, "height": 200, "frames": 1}
    assert client.get(item["files"]["original"]).content == path.read_bytes()
    assert recognise(client.get(item["files"]["thumbnail"]).content[:64], "").content_type == "image/jpeg"


def test_a_sound_has_its_length_and_a_waveform(library: Library, client: TestClient, recording: Make) -> None:
    item = library.bring(recording("voice.mp3"))

    waveform = client.get(item["files"]["waveform"])

    assert (item["status"], item["type"], item["facts"]["sound_codec"]) == ("ready", "sound", "mp3float")
    assert item["facts"]["seconds"] == pytest.approx(3.0, abs=0.1)
    assert recognise(waveform.content[:64], "").content_type == "image/png"


def test_until_it_was_looked_into_nothing_of_it_is_sent(
    library: Library, client: TestClient, studio: Studio, picture: Make
) -> None:
    path = picture()
    announced = library.announce(path)
    post(announced, path.read_bytes())
    client.post(f"/v1/media/{announced['id']}/completion")

    answer = client.get(f"/v1/media/{announced['id']}/content")

    assert library.get(announced["id"])["status"] == "inspecting"
    assert answer.status_code == 404
    assert library.stored("inputs/") == []
