"""A film is made again from its manifest and its owner's files, and anything else is refused with what is wrong."""

import hashlib
import json
from pathlib import Path

import pytest

from mutoscope.cli import main
from mutoscope.films.manifest import Manifest
from mutoscope.laptop.manifest_file import (
    ManifestUnreadable,
    NotAManifest,
    OwnFilesMissing,
    find_own_files,
    read_manifest,
)
from mutoscope.settings import settings

MINE = hashlib.sha256(b"mine").hexdigest()


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "rice.json"
    scene = {"scene_id": "s01", "narration": "Rice grows.", "picture_file": f"{MINE}/photo.png"}
    timeline = {"width": 64, "height": 64, "language": "en", "captions": "none"}
    text = {
        "title": "Rice",
        "seconds": 2,
        "frames": 60,
        "timeline_hash": "0",
        "engines": {"speak": "espeak 0"},
        "stages": {},
        "settings": {"aspect": "1:1", "seconds": 20, "language": "en", "music": "calm", "seed": 5},
        "script": {"title": "Rice", "language": "en", "scenes": [scene]},
        "timeline": {**timeline, "shots": [{"picture": "p", "frames": 60}]},
    }
    path.write_text(json.dumps(text))
    return path


def test_a_delivered_manifest_is_read(manifest: Path) -> None:
    assert read_manifest(manifest).title == "Rice"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "its JSON is not as it should be"),
        (b'{"title": "Rice"}', "seconds is not as it should be"),
        (b"\xff\xfe", "it is not text"),
    ],
)
def test_a_file_that_is_no_manifest_is_refused_with_what_is_wrong(tmp_path: Path, content: bytes, reason: str) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(content)

    with pytest.raises(NotAManifest, match=reason):
        read_manifest(other)


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestUnreadable, match=r"none\.json cannot be read: no such file or directory"):
        read_manifest(tmp_path / "none.json")


def test_own_files_are_known_by_their_content_whatever_they_are_called(manifest: Path) -> None:
    (manifest.parent / "renamed.png").write_bytes(b"mine")

    found = find_own_files(Manifest.model_validate_json(manifest.read_text()), manifest.parent)

    assert found == {f"{MINE}/photo.png": manifest.parent / "renamed.png"}


def test_own_files_that_are_missing_or_changed_are_named(manifest: Path) -> None:
    (manifest.parent / "photo.png").write_bytes(b"changed since")

    with pytest.raises(OwnFilesMissing, match=r"not in .*: photo\.png"):
        find_own_files(Manifest.model_validate_json(manifest.read_text()), manifest.parent)


def test_the_command_says_which_engine_has_changed_and_starts_nothing(
    manifest: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUTOSCOPE_HOME", str(manifest.parent / "home"))
    monkeypatch.setattr("sys.argv", ["mutoscope", "rebuild", str(manifest)])
    settings.cache_clear()

    with pytest.raises(SystemExit) as ended:
        main()

    settings.cache_clear()
    assert ended.value.code == 1
    assert "speak: espeak 0 is now espeak" in capsys.readouterr().err
    assert not (manifest.parent / "home").exists()
