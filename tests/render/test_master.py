"""The finished film: every frame once, sound in step, captions and chapters in it, the same bytes each time."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from mutoscope.render.master import Chapter, FramesDiffer, SegmentsDiffer, master
from mutoscope.render.planes import convert
from mutoscope.render.poster import save_poster
from mutoscope.render.segment import render_segment
from mutoscope.render.soundtrack import export
from mutoscope.render.tape import record
from mutoscope.render.timeline import Captions, Timeline


@pytest.fixture
def soft(film: Callable[..., Timeline]) -> Timeline:
    return film(captions=Captions.SOFT)


@pytest.fixture
def segments(soft: Timeline, pictures: dict[str, Path], fonts: Path, tmp_path: Path) -> list[Path]:
    files = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    render_segment(soft, pictures, files[0], fonts=fonts, last=13)
    render_segment(soft, pictures, files[1], fonts=fonts, first=13)
    return files


def aac(timeline: Timeline, folder: Path, *, from_sample: int = 0) -> Path:
    """A tone that begins at a sample."""
    time = np.arange(timeline.samples) / 48_000
    tone = (np.sin(2 * np.pi * 440 * time) * 8000 * (time >= from_sample / 48_000)).astype(np.int16)
    tape = record(folder / "tone", [np.repeat(tone[:, np.newaxis], 2, axis=1)], "<i2")
    return export(tape, folder / "tone.m4a")


@pytest.fixture
def sound(soft: Timeline, tmp_path: Path) -> Path:
    return aac(soft, tmp_path)


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_segments_are_joined_as_they_are_in_order_and_without_a_gap(
    soft: Timeline, segments: list[Path], sound: Path, tmp_path: Path
) -> None:
    master(soft, segments, sound, tmp_path / "film.mp4", title="Rice")

    with av.open(str(tmp_path / "film.mp4")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert packets(tmp_path / "film.mp4") == packets(segments[0]) + packets(segments[1])
    assert times == pytest.approx([number / 30 for number in range(40)])


def test_sound_lies_under_the_picture_to_the_millisecond(soft: Timeline, segments: list[Path], tmp_path: Path) -> None:
    sound = aac(soft, tmp_path, from_sample=24_000)

    master(soft, segments, sound, tmp_path / "film.mp4", title="Rice")

    with av.open(str(tmp_path / "film.mp4")) as container:
        frames = list(container.decode(audio=0))
    heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    start = frames[0].pts + int(np.argmax(np.abs(heard) > 0.12))
    assert start == pytest.approx(24_000, abs=48)
    assert len(heard) == pytest.approx(soft.samples, abs=1600)


def test_soft_captions_title_and_chapters_are_in_the_film(
    soft: Timeline, segments: list[Path], sound: Path, tmp_path: Path
) -> None:
    chapters = (Chapter("Seed", 0, 20), Chapter("Harvest", 20, 40))

    master(soft, segments, sound, tmp_path / "film.mp4", title="Rice", chapters=chapters)

    with av.open(str(tmp_path / "film.mp4")) as container:
        texts = [bytes(packet)[2:].decode() for packet in container.demux(subtitles=0) if packet.size > 2]
        assert texts == ["Rice", "grows."]
        assert container.streams.subtitles[0].language == "eng"
        assert container.metadata["title"] == "Rice"
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["Seed", "Harvest"]


def test_every_track_and_the_chapters_are_in_the_films_own_language(
    film: Callable[..., Timeline], segments: list[Path], sound: Path, tmp_path: Path
) -> None:
    german = film(captions=Captions.SOFT, language="de")

    master(german, segments, sound, tmp_path / "film.mp4", title="Reis", chapters=(Chapter("Saat", 0, 40),))

    with av.open(str(tmp_path / "film.mp4")) as container:
        languages = {(stream.type, stream.metadata.get("language")) for stream in container.streams}
    assert languages == {("video", "deu"), ("audio", "deu"), ("subtitle", "deu"), ("data", "deu")}


def test_burned_captions_are_not_in_it_twice(
    film: Callable[..., Timeline], segments: list[Path], sound: Path, tmp_path: Path
) -> None:
    master(film(), segments, sound, tmp_path / "film.mp4", title="Rice")

    with av.open(str(tmp_path / "film.mp4")) as container:
        assert not container.streams.subtitles


def test_the_film_plays_before_it_is_loaded_and_has_the_same_bytes_each_time(
    soft: Timeline, segments: list[Path], sound: Path, tmp_path: Path
) -> None:
    for name in ("film.mp4", "again.mp4"):
        master(soft, segments, sound, tmp_path / name, title="Rice")

    film = (tmp_path / "film.mp4").read_bytes()
    assert film.index(b"moov") < film.index(b"mdat")
    assert film == (tmp_path / "again.mp4").read_bytes()


def test_a_missing_segment_is_found_out(soft: Timeline, segments: list[Path], sound: Path, tmp_path: Path) -> None:
    with pytest.raises(FramesDiffer, match="13 frames"):
        master(soft, segments[:1], sound, tmp_path / "film.mp4", title="Rice")


def test_a_segment_of_another_size_is_found_out(
    film: Callable[..., Timeline],
    soft: Timeline,
    segments: list[Path],
    sound: Path,
    pictures: dict[str, Path],
    fonts: Path,
    tmp_path: Path,
) -> None:
    render_segment(film(width=640, height=360), pictures, segments[1], fonts=fonts, first=13)

    with pytest.raises(SegmentsDiffer, match=r"two\.mp4"):
        master(soft, segments, sound, tmp_path / "film.mp4", title="Rice")


def test_a_poster_is_the_films_cover(soft: Timeline, segments: list[Path], sound: Path, tmp_path: Path) -> None:
    save_poster(convert(np.full((90, 160, 3), (200, 60, 30), np.uint8)), tmp_path / "poster.jpg")

    master(soft, segments, sound, tmp_path / "film.mp4", title="Rice", poster=tmp_path / "poster.jpg")

    with av.open(str(tmp_path / "film.mp4")) as container:
        film, cover = container.streams.video
        assert (film.codec_context.name, film.frames) == ("h264", 40)
        assert cover.disposition & Disposition.attached_pic
        assert next(container.decode(cover)).width == 160
