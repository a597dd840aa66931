"""Rules of the main command, seen from outside: it delivers, goes on where it stood, and leaves nothing running."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest

COMMAND = [sys.executable, "-c", "from mutoscope.cli import main; main()"]
SCRIPT = "# Two small scenes\n\nThe first of them.\n\nAnd the second."


@pytest.fixture
def environment(laptop: Any) -> dict[str, str]:
    return {**os.environ, "MUTOSCOPE_HOME": str(laptop.home.folder), "MUTOSCOPE_PORT": str(laptop.port)}


@pytest.fixture
def film(tmp_path: Path) -> list[str]:
    script = tmp_path / "script.txt"
    script.write_text(SCRIPT)
    return [*COMMAND, "film", "--script", str(script), "--aspect", "1:1", "--out", str(tmp_path / "made" / "two.mp4")]


def test_the_command_delivers_every_file_and_stops_the_studio(
    laptop: Any, environment: dict[str, str], film: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(film, env=environment, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "two.jpg",
        "two.json",
        "two.mp4",
        "two.srt",
        "two.vtt",
    ]
    manifest = json.loads((tmp_path / "made" / "two.json").read_text())
    with av.open(str(tmp_path / "made" / "two.mp4")) as video:
        assert video.streams.video[0].frames == manifest["frames"]
        assert video.streams.audio[0].rate == 48_000
    assert "The first of them." in (tmp_path / "made" / "two.srt").read_text()
    assert laptop.left_over() == []


def test_the_same_command_after_an_interruption_goes_on_where_it_stood(
    laptop: Any, environment: dict[str, str], film: list[str], tmp_path: Path
) -> None:
    first = subprocess.Popen(film, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    laptop.wait_for(lambda: len(laptop.finishes()) >= 3, 60, "the first stages")
    first.send_signal(signal.SIGINT)
    said, _ = first.communicate(timeout=60)

    assert first.returncode == 130
    assert "goes on where it stood" in said
    assert not (tmp_path / "made" / "two.mp4").exists()
    assert laptop.left_over() == []

    second = subprocess.run(film, env=environment, capture_output=True, text=True, timeout=120)

    assert second.returncode == 0, second.stderr
    assert set(laptop.finishes().values()) == {1}
    assert (tmp_path / "made" / "two.mp4").exists()


def test_a_studio_that_was_up_goes_on_after_an_interruption_until_the_film_is_cancelled(
    laptop: Any, environment: dict[str, str], film: list[str]
) -> None:
    laptop.start()
    command = subprocess.Popen(film, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    laptop.wait_for(lambda: len(laptop.finishes()) >= 1, 60, "the first stage")
    command.send_signal(signal.SIGINT)
    said, _ = command.communicate(timeout=60)
    film_id = laptop.call("GET", "/v1/films")["data"][0]["id"]

    cancelled = subprocess.run(
        [*COMMAND, "cancel", film_id], env=environment, capture_output=True, text=True, timeout=60
    )
    again = subprocess.run([*COMMAND, "cancel", film_id], env=environment, capture_output=True, text=True, timeout=60)

    assert command.returncode == 130
    assert "goes on making the film" in said
    assert f"`mutoscope cancel {film_id}` stops it." in said
    assert (cancelled.returncode, cancelled.stdout) == (0, "The film is cancelled: Two small scenes\n")
    assert laptop.film(film_id)["status"] == "cancelled"
    assert again.returncode == 1
    assert "The film is cancelled: there is nothing to cancel." in again.stderr


def test_a_port_in_use_ends_in_one_sentence(environment: dict[str, str], film: list[str], laptop: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", laptop.port))
        taken.listen()

        done = subprocess.run(film, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert f"The port {laptop.port} is in use by another program." in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_two_studios_run_side_by_side_and_stop_without_orphans(laptop: Any, neighbour: Any) -> None:
    studios = (laptop, neighbour)
    for studio in studios:
        studio.start()

    films = [studio.order(script="One scene.", aspect="1:1", music="none") for studio in studios]
    statuses = [studio.finished(film)["status"] for studio, film in zip(studios, films, strict=True)]
    for studio in studios:
        studio.stop()

    assert statuses == ["completed", "completed"]
    assert [studio.left_over() for studio in studios] == [[], []]


def test_nobody_else_of_the_machine_reads_the_owners_key_or_what_is_in_the_home(laptop: Any) -> None:
    laptop.start()

    # PostgreSQL keeps its own folder shut, and is another user where the studio runs as root.
    within = [path for path in laptop.home.folder.iterdir() if path != laptop.home.postgres]
    files = [path for top in within for path in (top, *top.rglob("*"))]
    readable = [path for path in files if path.exists() and path.stat().st_mode & 0o077]

    assert {laptop.home.owner_key, laptop.home.supervisor_log, laptop.home.logs / "api.log"} <= set(files)
    assert readable == []
    assert laptop.home.postgres.stat().st_mode & 0o777 == 0o700
    assert laptop.home.owner_key.read_text().startswith("mut_")
    assert laptop.call("GET", "/v1/films")["object"] == "list"
