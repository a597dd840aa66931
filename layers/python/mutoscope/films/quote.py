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
    Work,
    master_inputs,
    picture_work,
    score_work,
    segment_inputs,
    sound_inputs,
    voice_work,
    write_inputs,
)
from mutoscope.films.script import Scene, Script
from mutoscope.jobs.messages import BuildState, Parts, Ref, SceneState, VoiceState
from mutoscope.stages.contracts.master import MASTER
from mutoscope.stages.contracts.segment import SEGMENT_STAGE
from mutoscope.stages.contracts.sound import SOUND
from mutoscope.stages.contracts.write import WRITE, WriteFacts, WriteInputs
from mutoscope.stages.store import find_record
from mutoscope.studio import Studio

SHORTEST_SCENE_SECONDS = 5.0
MOST_CHARACTERS_A_SECOND = 20
LOOKUPS_AT_ONCE = 16


@dataclass(frozen=True)
class _SceneQuote:
    """A scene's stages, the voice if it is in the cache, and what they made when all of it is."""

    stages: tuple[Quoted, ...]
    voice: VoiceState | None
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
    stages = [writing, *(stage for scene in scenes for stage in scene.stages), *_quote_end(plan, scenes)]
    return sum_up(stages, workers=studio.settings.workers)


def _written(studio: Studio, film: Film, inputs: WriteInputs) -> Script | None:
    """The script that the same order was given before, if it is kept."""
    record = find_record(studio.media, film.user_id, WRITE.key(inputs))
    return WriteFacts.model_validate(record.facts).script if record else None


def _quote_scene(plan: Plan, scene: Scene) -> _SceneQuote:
    voice, picture = voice_work(plan, scene), picture_work(plan, scene)
    spoken, drawn = (quoted(plan.studio, plan.film.user_id, *work) for work in (voice, picture))
    told = VoiceState(scene_id=scene.scene_id, voice=_ref(voice)) if spoken.cached else None
    if not (spoken.cached and drawn.cached):
        return _SceneQuote((spoken, drawn, _to_run(SEGMENT_STAGE.name)), told, None)
    refs = {"voice": _ref(voice), "picture": _ref(picture)}
    inputs = segment_inputs(replace(plan, state=plan.state.model_copy(update={"scene_id": scene.scene_id, **refs})))
    segment = quoted(plan.studio, plan.film.user_id, SEGMENT_STAGE, inputs)
    made = SceneState(scene_id=scene.scene_id, segment=_ref((SEGMENT_STAGE, inputs)), **refs)
    return _SceneQuote((spoken, drawn, segment), told, made if segment.cached else None)


def _quote_end(plan: Plan, scenes: list[_SceneQuote]) -> tuple[Quoted, Quoted, Quoted]:
    """Score, sound and master; the later ones can only be in the cache when what they stand on is."""
    user_id, work = plan.film.user_id, score_work(plan)
    score = quoted(plan.studio, user_id, *work)
    voices = tuple(scene.voice for scene in scenes if scene.voice is not None)
    if not score.cached or len(voices) < len(scenes):
        return score, _to_run(SOUND.name), _to_run(MASTER.name)
    heard = sound_inputs(replace(plan, state=plan.state.model_copy(update={"voices": voices, "score": _ref(work)})))
    sound = quoted(plan.studio, user_id, SOUND, heard)
    made = tuple(scene.state for scene in scenes if scene.state is not None)
    if not sound.cached or len(made) < len(scenes):
        return score, sound, _to_run(MASTER.name)
    parts = Parts(scenes=made, score=_ref(work), sound=_ref((SOUND, heard)))
    inputs = master_inputs(replace(plan, state=plan.state.model_copy(update={"parts": parts})))
    return score, sound, quoted(plan.studio, user_id, MASTER, inputs)


def _ref(work: Work) -> Ref:
    stage, inputs = work
    return Ref(key=stage.key(inputs))


def _to_run(stage: str) -> Quoted:
    return Quoted(charge_of(stage, 1), cached=False)


def _estimate(studio: Studio, film: Film, writing: Quoted) -> Quote:
    score = quoted(studio, film.user_id, *score_work(Plan(studio=studio, film=film, state=_nothing(film))))
    end = (score, _to_run(SOUND.name), _to_run(MASTER.name))
    stages = [writing, *_estimated_scenes(film.spec.seconds), *end]
    return sum_up(stages, workers=studio.settings.workers, is_estimate=True)


def _estimated_scenes(seconds: int) -> Iterator[Quoted]:
    scenes = max(3, round(seconds / SHORTEST_SCENE_SECONDS))
    characters = round(MOST_CHARACTERS_A_SECOND * seconds / scenes)
    for _ in range(scenes):
        for stage, units in (("voice", characters), ("picture", 1), (SEGMENT_STAGE.name, 1)):
            yield Quoted(charge_of(stage, units), cached=False)


def _nothing(film: Film) -> BuildState:
    return BuildState(job_id=film.job_id, attempt=1)
