"""Where two scenes are seen at once: the same frames, whether the whole film is drawn or its seams alone."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from mutoscope.render.planes import Planes, blank, load_planes, save_planes
from mutoscope.render.seams import Seam, render_seam, with_seams
from mutoscope.render.segment import draw_frames, planes_of, render_segment, views_of
from mutoscope.render.timeline import Captions, Shot, Timeline, Transition, View
from mutoscope.render.transitions import bring_in

JOINING = [Transition.CROSSFADE, Transition.PUSH, Transition.WIPE]


def two_scenes(film: Callable[..., Timeline], transition: Transition) -> Timeline:
    shots = (
        Shot(picture="a", frames=10, end=View(zoom=1080), leaving=transition),
        Shot(picture="b", frames=14, end=View(zoom=1080), transition=transition, transition_frames=6),
    )
    return film(shots=shots, cues=(), captions=Captions.NONE)


def scene(whole: Timeline, number: int) -> Timeline:
    return whole.model_copy(update={"shots": (whole.shots[number],)})


@pytest.mark.parametrize("transition", JOINING)
def test_a_seam_is_made_of_the_frames_that_the_whole_film_has_there(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, transition: Transition
) -> None:
    whole = two_scenes(film, transition)
    below = views_of(scene(whole, 0), pictures, fonts).last
    above = views_of(scene(whole, 1), pictures, fonts).first

    for number, frame in enumerate(draw_frames(whole, pictures, fonts, 10, 16)):
        seen = Planes(*(plane.copy() for plane in above))
        bring_in(transition, (number + 1) / 7, below, seen)
        assert all(np.array_equal(one, other) for one, other in zip(planes_of(frame), seen, strict=True))


@pytest.mark.parametrize("transition", JOINING)
def test_a_transition_goes_from_the_one_picture_to_the_other(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, transition: Transition
) -> None:
    drawn = draw_frames(two_scenes(film, transition), pictures, fonts, 9, 17)
    frames = [frame.to_ndarray()[:180].astype(int) for frame in drawn]

    to_the_old = [np.abs(frame - frames[0]).mean() for frame in frames]
    to_the_new = [np.abs(frame - frames[-1]).mean() for frame in frames]

    assert to_the_old[1] < to_the_new[1]
    assert to_the_old[6] > to_the_new[6]
    assert all(share > 0 for share in to_the_old[1:])


def test_the_rest_of_a_scene_does_not_depend_on_the_one_before(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path
) -> None:
    whole = two_scenes(film, Transition.CROSSFADE)

    in_the_film = [frame.to_ndarray().copy() for frame in draw_frames(whole, pictures, fonts, 16, 24)]
    alone = [frame.to_ndarray().copy() for frame in draw_frames(scene(whole, 1), pictures, fonts, 6, 14)]

    assert all(np.array_equal(one, other) for one, other in zip(in_the_film, alone, strict=True))


def test_a_scene_goes_into_black_and_ends_there(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path
) -> None:
    shot = Shot(picture="a", frames=20, leaving=Transition.BLACK, leaving_frames=8)

    drawn = draw_frames(film(shots=(shot,), cues=()), pictures, fonts, 11, 20)
    brightness = [frame.to_ndarray().copy()[:180].mean() for frame in drawn]

    assert brightness == sorted(brightness, reverse=True)
    assert brightness[-1] == 16


def test_planes_survive_being_written_and_read(tmp_path: Path) -> None:
    planes = blank(64, 36)
    for seed, plane in enumerate(planes):
        plane[:] = np.random.default_rng(seed).integers(0, 255, plane.shape, np.uint8)

    save_planes(planes, tmp_path / "view.png")

    assert all(
        np.array_equal(one, other) for one, other in zip(planes, load_planes(tmp_path / "view.png"), strict=True)
    )


def test_a_seam_joins_the_segments_around_it(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    whole = two_scenes(film, Transition.CROSSFADE)
    save_planes(views_of(scene(whole, 0), pictures, fonts).last, tmp_path / "last.png")
    save_planes(views_of(scene(whole, 1), pictures, fonts).first, tmp_path / "first.png")

    render_seam(whole, Seam(whole.shots[1], tmp_path / "last.png", tmp_path / "first.png"), tmp_path / "seam.mp4")
    render_segment(scene(whole, 1), pictures, tmp_path / "segment.mp4", fonts=fonts, first=6)

    with av.open(str(tmp_path / "seam.mp4")) as seam, av.open(str(tmp_path / "segment.mp4")) as segment:
        assert seam.streams.video[0].codec_context.extradata == segment.streams.video[0].codec_context.extradata
        assert len(list(seam.decode(video=0))) == 6
    assert with_seams([Path("one"), Path("two")], {1: Path("seam")}) == [Path("one"), Path("seam"), Path("two")]
