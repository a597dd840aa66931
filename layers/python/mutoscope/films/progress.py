"""How far a film is: from its stage marks to progress, current stage, each scene's state and the time left."""

from collections.abc import Sequence
from dataclasses import dataclass

from mutoscope.films.film import Film
from mutoscope.films.pace import PAUSE_SECONDS
from mutoscope.ports import MarkState, StageMark

WEIGHTS = {"write": 2.0, "voice": 1.0, "score": 2.0, "picture": 2.0, "sound": 4.0, "segment": 10.0, "master": 2.0}
"""In the order they are begun: rough shares of the work, from timings of one-minute films, for the display alone."""
PER_SCENE = ("voice", "picture", "segment")
SECONDS_PER_WEIGHT = 0.5
SECONDS_PER_SCENE = 7.0


@dataclass(frozen=True)
class Progress:
    percent: int
    stage: str | None
    estimated_seconds: int
    scenes: dict[str, str]
    """Scene id to `queued`, `in_progress`, `completed`, `failed`, or `stopped` when its build ended without it."""


def progress_of(film: Film, marks: Sequence[StageMark], *, workers: int, is_over: bool = False) -> Progress:
    ids = [scene.scene_id for scene in film.script.scenes] if film.script else []
    expected = _expected_weight(len(ids) or max(1, round(film.spec.seconds / (SECONDS_PER_SCENE + PAUSE_SECONDS))))
    done = sum(WEIGHTS.get(mark.name, 0.0) * _share(mark) for mark in marks)
    running = [mark for mark in marks if mark.state is MarkState.RUNNING]
    return Progress(
        # How much is to do is only known with the script; a guess before it could be taken back.
        percent=min(99, int(100 * done / expected)) if ids else 0,
        stage=_furthest(running) or _furthest(marks),
        estimated_seconds=round(max(0.0, expected - done) * _pace(marks) / workers) + 1,
        scenes={scene_id: _scene_state(scene_id, marks, is_over=is_over) for scene_id in ids},
    )


def _expected_weight(scenes: int) -> float:
    once = sum(weight for name, weight in WEIGHTS.items() if name not in PER_SCENE)
    return once + scenes * sum(WEIGHTS[name] for name in PER_SCENE)


def _share(mark: StageMark) -> float:
    return 1.0 if mark.state is MarkState.DONE else mark.progress


def _pace(marks: Sequence[StageMark]) -> float:
    """Seconds of work per weight, as this film's own finished stages show it."""
    ran = [mark for mark in marks if mark.state is MarkState.DONE and not mark.cached and mark.name in WEIGHTS]
    weight = sum(WEIGHTS[mark.name] for mark in ran)
    return sum(mark.seconds for mark in ran) / weight if weight >= WEIGHTS["segment"] else SECONDS_PER_WEIGHT


def _furthest(marks: Sequence[StageMark]) -> str | None:
    order = list(WEIGHTS)
    names = [mark.name for mark in marks if mark.name in order]
    return max(names, key=order.index, default=None)


def _scene_state(scene_id: str, marks: Sequence[StageMark], *, is_over: bool) -> str:
    own = [mark for mark in marks if mark.scene == scene_id]
    if any(mark.state is MarkState.FAILED for mark in own):
        return "failed"
    if any(mark.name == "segment" and mark.state is MarkState.DONE for mark in own):
        return "completed"
    if is_over:
        return "stopped"
    return "in_progress" if own else "queued"
