"""The film build, in the order `cdk/film.asl.json` runs it: what each step's inputs are, and what it answers.

Each step turns the build's state into the inputs of one stage; the stage does the work (`stages/`).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.engines import registry
from mutoscope.engines.tasks import Engine
from mutoscope.errors import Unavailable
from mutoscope.films.film import Film
from mutoscope.films.picture_frame import caption_band, picture_size
from mutoscope.films.request import LONGEST_SECONDS, FilmSpec
from mutoscope.films.scene_timeline import scene_timeline
from mutoscope.films.script import Role, Scene, Script
from mutoscope.films.soundtrack import accompaniment, soundtrack
from mutoscope.jobs.messages import BuildState, Ref
from mutoscope.media.inputs import digest_of, fetch_input, name_of
from mutoscope.stages.master import MASTER, MasterInputs, ScenePart
from mutoscope.stages.own_media import (
    Bring,
    OwnPictureInputs,
    OwnScoreInputs,
    OwnVoiceInputs,
    own_picture,
    own_score,
    own_voice,
)
from mutoscope.stages.perform import Order, perform
from mutoscope.stages.picture import PICTURE_STAGE, PictureInputs
from mutoscope.stages.score import SCORE, ScoreInputs
from mutoscope.stages.seam import SEAM, SeamInputs
from mutoscope.stages.segment import SEGMENT_STAGE, SegmentInputs
from mutoscope.stages.sound import SOUND, SoundInputs
from mutoscope.stages.stage import EngineId, Record
from mutoscope.stages.store import read_record
from mutoscope.stages.voice import VOICE, VoiceFacts, VoiceInputs
from mutoscope.stages.write import WRITE, WriteFacts, WriteInputs
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Build:
    order: Order
    film: Film
    state: BuildState

    @property
    def studio(self) -> Studio:
        return self.order.studio

    @property
    def spec(self) -> FilmSpec:
        return self.film.spec

    def script(self) -> Script:
        return WriteFacts.model_validate(self.read(self.state.write).facts).script

    def scene(self) -> Scene:
        scene = self.script().scene(self.state.scene_id or "")
        if scene is None:
            raise Unavailable(what=f"Scene {self.state.scene_id}")
        return scene

    def read(self, ref: Ref | None) -> Record:
        assert ref is not None, "the state machine sends every step what it stands on"
        return read_record(self.studio.media, self.film.user_id, ref.key)

    def own(self, key: str) -> tuple[Bring, str]:
        """What brings the owner's stored file, and its name for messages."""
        return partial(fetch_input, self.studio.media, self.film.user_id, key), name_of(key)


def write(build: Build) -> dict[str, object]:
    """Answers the scenes to build, or that the film waits for its review."""
    record = perform(build.order, WRITE, write_inputs(build.studio, build.film))
    script = WriteFacts.model_validate(record.facts).script
    database, film = build.studio.database, build.film
    database.row("save_written_script", film_id=film.film_id, script=script.model_dump(mode="json"))
    waits = film.spec.review and not film.approved
    if waits:
        database.row("park_for_review", film_id=film.film_id, job_id=film.job_id)
    ids = [scene.scene_id for scene in script.scenes]
    # The last scene is the longest. Begun last, it would keep one worker busy while the others have nothing left to do.
    return {"key": record.key, "scenes": [ids[-1], *ids[:-1]], "awaits_review": waits}


def voice(build: Build) -> dict[str, object]:
    scene = build.scene()
    if scene.voice_file:
        own = OwnVoiceInputs(digest=digest_of(scene.voice_file), text=scene.narration, language=build.spec.language)
        return {"key": perform(build.order, own_voice(*build.own(scene.voice_file)), own).key}
    return {"key": perform(build.order, VOICE, voice_inputs(build, scene)).key}


def picture(build: Build) -> dict[str, object]:
    scene = build.scene()
    if scene.picture_file:
        width, height = picture_size(build.spec)
        own = OwnPictureInputs(digest=digest_of(scene.picture_file), width=width, height=height)
        return {"key": perform(build.order, own_picture(*build.own(scene.picture_file)), own).key}
    return {"key": perform(build.order, PICTURE_STAGE, picture_inputs(build, scene)).key}


def segment(build: Build) -> dict[str, object]:
    inputs = SegmentInputs(timeline=_part(build, build.script(), build.state).timeline)
    return {"key": perform(build.order, SEGMENT_STAGE, inputs).key}


def score(build: Build) -> dict[str, object]:
    if build.spec.music_file:
        own = OwnScoreInputs(digest=digest_of(build.spec.music_file))
        return {"key": perform(build.order, own_score(*build.own(build.spec.music_file)), own).key}
    inputs = ScoreInputs(
        engine=engine_id(registry.composer(build.studio.settings)),
        mood=build.spec.music,
        seconds=_score_seconds(build.spec.seconds),
        seed=build.spec.seed,
    )
    return {"key": perform(build.order, SCORE, inputs).key}


def sound(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, SOUND, sound_inputs(build)).key}


def master(build: Build) -> dict[str, object]:
    inputs = master_inputs(build)
    _make_seams(build, inputs.scenes)
    return {"key": perform(build.order, MASTER, inputs).key}


def _make_seams(build: Build, scenes: Sequence[ScenePart]) -> None:
    """Two at a time: nothing else is left to do while they are made, and each keeps one core busy."""
    with ThreadPoolExecutor(2, thread_name_prefix="seam") as threads:
        futures = [
            threads.submit(perform, replace(build.order, scene=scene.scene_id), SEAM, seam)
            for before, scene in pairwise(scenes)
            if (seam := seam_inputs(before, scene))
        ]
    for future in futures:
        future.result()


STEPS: dict[str, Callable[[Build], dict[str, object]]] = {
    "write": write,
    "voice": voice,
    "score": score,
    "sound": sound,
    "picture": picture,
    "segment": segment,
    "master": master,
}


def engine_id(engine: Engine) -> EngineId:
    return EngineId(name=engine.name, version=engine.version)


def write_inputs(studio: Studio, film: Film) -> WriteInputs:
    spec = film.spec
    if film.script_given:
        return WriteInputs(given=film.script, language=spec.language, seconds=spec.seconds, seed=spec.seed)
    text = studio.media.get_bytes(spec.text_key) if spec.text_key else None
    return WriteInputs(
        engine=engine_id(registry.writer(settings_without_keys(studio, film.user_id))),
        topic=spec.topic,
        text=text.decode() if text else None,
        source_url=spec.source_url,
        title=spec.title,
        language=spec.language,
        seconds=spec.seconds,
        pace=next(voice.pace for voice in registry.speaker(studio.settings).voices() if voice.name == spec.voice),
        seed=spec.seed,
    )


def voice_inputs(build: Build, scene: Scene) -> VoiceInputs:
    return VoiceInputs(
        engine=engine_id(registry.speaker(build.studio.settings)),
        text=scene.narration,
        language=build.spec.language,
        voice=build.spec.voice,
    )


def picture_inputs(build: Build, scene: Scene) -> PictureInputs:
    width, height = picture_size(build.spec)
    script = build.script()
    number, last = script.scenes.index(scene) + 1, len(script.scenes)
    return PictureInputs(
        engine=engine_id(registry.drawer(build.studio.settings)),
        prompt=scene.picture or scene.narration,
        keywords=scene.keywords,
        style=build.spec.style,
        width=width,
        height=height,
        seed=_scene_seed(build.spec.seed, scene.scene_id),
        reserve_bottom=caption_band(build.spec),
        film_seed=build.spec.seed,
        variation=number,
        narration=scene.narration,
        language=build.spec.language,
        topic=script.title,
        title=script.title if number in (1, last) else "",
        role=Role.HOOK if number == 1 else Role.CLOSE if number == last else Role.BODY,
    )


def sound_inputs(build: Build) -> SoundInputs:
    voices = {told.scene_id: told.voice for told in build.state.voices}
    in_order = [build.read(voices[scene.scene_id]) for scene in build.script().scenes]
    return soundtrack(in_order, build.read(build.state.score))


def seam_inputs(before: ScenePart, scene: ScenePart) -> SeamInputs | None:
    """Nothing where the two are not seen at once."""
    if not scene.timeline.shots[0].joined_frames:
        return None
    return SeamInputs(timeline=scene.timeline, below=before.segment, above=scene.segment)


def master_inputs(build: Build) -> MasterInputs:
    parts, script, spec = build.state.parts, build.script(), build.spec
    assert parts is not None
    settings = build.studio.settings
    made = {scene.scene_id: scene.model_dump() for scene in parts.scenes}
    states = [
        BuildState(job_id=build.state.job_id, attempt=build.state.attempt, **made[scene.scene_id])
        for scene in script.scenes
    ]
    engines = {
        "speak": registry.speaker(settings),
        "draw": registry.drawer(settings),
        "compose": registry.composer(settings),
    }
    scenes = _with_seams([_part(build, script, state) for state in states])
    samples = sum(scene.timeline.samples for scene in scenes)
    return MasterInputs(
        script=script,
        scenes=scenes,
        music=accompaniment(build.read(parts.score), samples),
        sound=parts.sound.key,
        engines={task: engine_id(engine) for task, engine in engines.items()},
        settings={
            name: value
            for name, value in spec.model_dump(mode="json").items()
            if isinstance(value, str | int) and name != "text_key"
        },
    )


def _part(build: Build, script: Script, state: BuildState) -> ScenePart:
    voiced = VoiceFacts.model_validate(build.read(state.voice).facts)
    ids = [scene.scene_id for scene in script.scenes]
    assert state.scene_id is not None
    assert state.voice is not None
    assert state.picture is not None
    timeline = scene_timeline(
        build.spec,
        number=ids.index(state.scene_id) + 1,
        last=len(ids),
        voice_key=state.voice.key,
        voice=voiced,
        picture_key=state.picture.key,
    )
    return ScenePart(
        scene_id=state.scene_id,
        timeline=timeline,
        segment=state.segment.key if state.segment else "",
    )


def _with_seams(scenes: Sequence[ScenePart]) -> tuple[ScenePart, ...]:
    seams = [seam_inputs(before, scene) for before, scene in pairwise(scenes)]
    keys = ["", *(SEAM.key(seam) if seam else "" for seam in seams)]
    return tuple(scene.model_copy(update={"seam": key}) for scene, key in zip(scenes, keys, strict=True))


def _score_seconds(seconds: int) -> int:
    """A little longer than asked for: films are, and a piece that begins later is better than one that repeats."""
    return min(seconds + seconds // 10 + 2, LONGEST_SECONDS)


def _scene_seed(seed: int, scene_id: str) -> int:
    return (seed * 1_000_003 + int(scene_id[1:], 36) * 7_919) % 2**31
