"""A script's own files: named by paths beside it, ordered by keys."""

from pathlib import Path

import numpy as np
import pytest
import pyvips

from mutoscope.films.script import parse_script
from mutoscope.laptop.script_file import OwnFileMissing, OwnFileOfAnotherKind, OwnFileTooLarge, read_script
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


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("[picture: script.txt]", "names script.txt as its picture, and it is no picture."),
        ("[music: script.txt]", "names script.txt as its music, and it is no sound."),
        ("[picture: clip.mp4]", "names clip.mp4 as its picture, and it is no picture."),
        ("[voice: my pictures/barn.png]", "names my pictures/barn.png as its voice, and it is no sound."),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_before_anything_starts(folder: Path, mark: str, sentence: str) -> None:
    (folder / "clip.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(64))

    with pytest.raises(OwnFileOfAnotherKind) as refused:
        read_script(script(folder, f"A barn. {mark}"))

    assert refused.value.message.endswith(sentence)
    assert "PNG" in refused.value.advice


def test_a_file_is_asked_for_its_kind_wherever_it_is_named(folder: Path) -> None:
    with pytest.raises(OwnFileOfAnotherKind):
        read_script(script(folder, "[music: song.flac]\n\nA barn. [picture: song.flac]"))


def test_a_huge_file_is_refused_by_its_size_alone(folder: Path) -> None:
    with (folder / "huge.wav").open("wb") as file:
        file.write(b"RIFF\0\0\0\0WAVE")
        file.truncate(60_000_000)

    with pytest.raises(OwnFileTooLarge):
        read_script(script(folder, "A barn. [voice: huge.wav]"))
