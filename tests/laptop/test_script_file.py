"""A script's own files: named by paths beside it, ordered by keys."""

from pathlib import Path

import numpy as np
import pytest
import pyvips

from mutoscope.films.script import parse_script
from mutoscope.laptop.script_file import OwnFileMissing, OwnFileTooLarge, read_script
from mutoscope.media.file_type import UnknownMediaType
from mutoscope.render.sound import write_sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my pictures").mkdir()
    pyvips.Image.black(30, 20, bands=3).cast("uchar").write_to_file(str(tmp_path / "my pictures" / "barn.png"))
    write_sound(tmp_path / "song.flac", np.zeros(4_800, np.int16))
    return tmp_path


def script(folder: Path, text: str) -> Path:
    path = folder / "script.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_count_from_the_folder_of_the_script_and_become_keys(folder: Path) -> None:
    path = script(
        folder, "# Farm\n[music: song.flac]\n\nA barn. [Picture: my pictures/barn.png]\n\n[voice: ./song.flac] Hm."
    )

    read = read_script(path)

    parsed = parse_script(read.text, language="en", title=None)
    assert [file.path.name for file in read.files] == ["song.flac", "barn.png"]
    assert parsed.scenes[0].picture_file == read.files[1].key
    assert parsed.scenes[1].voice_file == read.files[0].key
    assert [scene.narration for scene in parsed.scenes] == ["A barn.", "Hm."]


def test_a_described_picture_stays_described(folder: Path) -> None:
    description = "a red barn, snow on its roof, " + "and more " * 40

    read = read_script(script(folder, f"A barn. [picture: {description}]"))

    assert read.files == ()
    assert f"[picture: {description}]" in read.text


@pytest.mark.parametrize("mark", ["[picture: gone.jpg]", "[picture: my pictures/gone.png]", "[voice: x]", "[music: x]"])
def test_a_file_that_is_not_there_is_named(folder: Path, mark: str) -> None:
    with pytest.raises(OwnFileMissing):
        read_script(script(folder, f"A barn. {mark}"))


def test_a_file_that_is_neither_picture_nor_sound_is_refused_before_anything_starts(folder: Path) -> None:
    with pytest.raises(UnknownMediaType):
        read_script(script(folder, "A barn. [picture: script.txt]"))


def test_a_huge_file_is_refused_by_its_size_alone(folder: Path) -> None:
    with (folder / "huge.wav").open("wb") as file:
        file.truncate(60_000_000)

    with pytest.raises(OwnFileTooLarge):
        read_script(script(folder, "A barn. [voice: huge.wav]"))
