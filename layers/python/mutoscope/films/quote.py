"""What a build of a film will cost: each of its stages, those that are in the cache at nothing.

A film whose script is not written yet is quoted by its length, generously; it is charged what it turns out to need.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from mutoscope.credits.prices import charge_of
from mutoscope.credits.quotes import Quote, Quoted, quoted, sum_up
from mutoscope.films.film import Film
from mutoscope.films.plan import (
    Plan,
    master_inputs,
    picture_work,
    score_work,
    segment_inputs,
    voice_work,
    write_inputs,
)
from mutoscope.films.script import Scene, Script
from mutoscope.jobs.messages import BuildState, Parts, Ref, SceneState
from mutoscope.stages.master import MASTER
from mutoscope.stages.segment import SEGMENT_STAGE
from mutoscope.stages.store import find_record
from mutoscope.stages.write import WRITE, WriteFacts, WriteInputs
from mutoscope.studio import Studio

SHORTEST_SCENE_SECONDS = 5.0
MOST_CHARACTERS_A_SECOND = 20
LOOKUPS_AT_ONCE = 16


@dataclass(frozen=True)
class _SceneQuote:
    """A scene's stages, and what they made when all of it is in the cache."""

    stages: tuple[Quoted, ...]
    state: SceneState | None


def quote_film(studio: Studio, film: Film, *, text: str | None = None) -> Quote:
    """`text` is the source of a film that is not accepted yet, so that it does not have to be stored first."""
    inputs = write_inputs(studio, film, text=text)
    writing = quoted(studio, film.user_id, WRITE, inputs)
    script = film.script or _written(studio, film, inputs)
    if script is None:
        return _estimate(studio, film, writing)
    plan = Plan(studio=studio, film=film, state=BuildState(job_id=film.job_id, attempt=1), known=script)
    with ThreadPoolExecutor(LOOKUPS_AT_ONCE) as threads:
        scenes = list(threads.map(lambda scene: _quote_scene(plan, scene), script.scenes))
    score, master = _quote_end(plan, [scene.state for scene in scenes])
    stages = [writing, *(stage for scene in scenes for stage in scene.stages), score, master]
    return sum_up(stages, workers=studio.settings.workers)


def _written(studio: Studio, film: Film, inputs: WriteInputs) -> Script | None:
    """The script that the same order was given before, if it is kept."""
    record = find_record(studio.media, film.user_id, WRITE.key(inputs))
    return WriteFacts.model_validate(record.facts).script if record else None


def _quote_scene(plan: Plan, scene: Scene) -> _SceneQuote:
    voice, picture = voice_work(plan, scene), picture_work(plan, scene)
    stages = [quoted(plan.studio, plan.film.user_id, *work) for work in (voice, picture)]
    if not all(stage.cached for stage in stages):
        return _SceneQuote((*stages, Quoted(charge_of(SEGMENT_STAGE.name, 1), cached=False)), None)
    refs = {"voice": Ref(key=voice[0].key(voice[1])), "picture": Ref(key=picture[0].key(picture[1]))}
    state = plan.state.model_copy(update={"scene_id": scene.scene_id, **refs})
    inputs = segment_inputs(replace(plan, state=state))
    segment = quoted(plan.studio, plan.film.user_id, SEGMENT_STAGE, inputs)
    made = SceneState(scene_id=scene.scene_id, segment=Ref(key=SEGMENT_STAGE.key(inputs)), **refs)
    return _SceneQuote((*stages, segment), made if segment.cached else None)


def _quote_end(plan: Plan, scenes: list[SceneState | None]) -> tuple[Quoted, Quoted]:
    """Score and master; the master can only be in the cache when everything before it is."""
    work = score_work(plan)
    score = quoted(plan.studio, plan.film.user_id, *work)
    made = tuple(scene for scene in scenes if scene is not None)
    if not score.cached or len(made) < len(scenes):
        return score, Quoted(charge_of(MASTER.name, 1), cached=False)
    parts = Parts(scenes=made, score=Ref(key=work[0].key(work[1])))
    inputs = master_inputs(replace(plan, state=plan.state.model_copy(update={"parts": parts})))
    return score, quoted(plan.studio, plan.film.user_id, MASTER, inputs)


def _estimate(studio: Studio, film: Film, writing: Quoted) -> Quote:
    score = quoted(studio, film.user_id, *score_work(Plan(studio=studio, film=film, state=_nothing(film))))
    stages = [writing, *_estimated_scenes(film.spec.seconds), score, Quoted(charge_of(MASTER.name, 1), cached=False)]
    return sum_up(stages, workers=studio.settings.workers, is_estimate=True)


def _estimated_scenes(seconds: int) -> Iterator[Quoted]:
    scenes = max(3, round(seconds / SHORTEST_SCENE_SECONDS))
    characters = round(MOST_CHARACTERS_A_SECOND * seconds / scenes)
    for _ in range(scenes):
        for stage, units in (("voice", characters), ("picture", 1), (SEGMENT_STAGE.name, 1)):
            yield Quoted(charge_of(stage, units), cached=False)


def _nothing(film: Film) -> BuildState:
    return BuildState(job_id=film.job_id, attempt=1)
