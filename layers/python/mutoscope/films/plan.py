"""What each stage of a film takes in: its inputs follow from the film, its script and the stages before it.

A quote asks the same before anything is built, so that it knows what is in the cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.engines import registry
from mutoscope.engines.draw import shared_sky as drawn
from mutoscope.engines.tasks import Engine
from mutoscope.errors import Unavailable
from mutoscope.films.film import Film
from mutoscope.films.parting import part_type
from mutoscope.films.picture_frame import caption_band, picture_size
from mutoscope.films.request import LONGEST_SECONDS, FilmSpec
from mutoscope.films.scene_timeline import scene_timeline
from mutoscope.films.script import Role, Scene, Script, is_titled
from mutoscope.films.soundtrack import accompaniment, soundtrack
from mutoscope.jobs.messages import BuildState, Ref
from mutoscope.media.inputs import digest_of, fetch_input, name_of
from mutoscope.render.timeline import Timeline
from mutoscope.stages.contracts.master import MasterInputs, ScenePart
from mutoscope.stages.contracts.own_media import (
    Bring,
    OwnPictureInputs,
    OwnScoreInputs,
    OwnVoiceInputs,
    own_picture,
    own_score,
    own_voice,
)
from mutoscope.stages.contracts.picture import PICTURE_STAGE, PictureInputs
from mutoscope.stages.contracts.score import SCORE, ScoreInputs
from mutoscope.stages.contracts.seam import SEAM, SeamInputs
from mutoscope.stages.contracts.segment import SEGMENT_STAGE, SegmentInputs
from mutoscope.stages.contracts.sound import SoundInputs
from mutoscope.stages.contracts.voice import VOICE, VoiceFacts, VoiceInputs
from mutoscope.stages.contracts.write import WriteFacts, WriteInputs
from mutoscope.stages.stage import EngineId, Frozen, Record, Stage
from mutoscope.stages.store import read_record
from mutoscope.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the inputs of a build's stages follow from; a quote has it before anything is built."""

    studio: Studio
    film: Film
    state: BuildState
    known: Script | None = None
    """The script, where the writing stage has not stored it yet."""
    records: dict[str, Record] = field(default_factory=dict, compare=False, repr=False)
    """What was read of earlier stages' results, by key: the script alone is asked for ten times a scene."""

    @property
    def spec(self) -> FilmSpec:
        return self.film.spec

    def script(self) -> Script:
        return self.known or WriteFacts.model_validate(self.read(self.state.write).facts).script

    def scene(self) -> Scene:
        scene = self.script().scene(self.state.scene_id or "")
        if scene is None:
            raise Unavailable(what=f"Scene {self.state.scene_id}")
        return scene

    def read(self, ref: Ref | None) -> Record:
        assert ref is not None, "the state machine sends every step what it stands on"
        if ref.key not in self.records:
            self.records[ref.key] = read_record(self.studio.media, self.film.user_id, ref.key)
        return self.records[ref.key]

    def own(self, key: str) -> tuple[Bring, str]:
        """What brings the owner's stored file, and its name for messages."""
        return partial(fetch_input, self.studio.media, self.film.user_id, key), name_of(key)


Work = tuple[Stage[Any, Any], Frozen]
"""A stage and its inputs."""


def voice_work(plan: Plan, scene: Scene) -> Work:
    if scene.voice_file:
        own = OwnVoiceInputs(digest=digest_of(scene.voice_file), text=scene.narration, language=plan.spec.language)
        return own_voice(*plan.own(scene.voice_file)), own
    return VOICE, voice_inputs(plan, scene)


def picture_work(plan: Plan, scene: Scene) -> Work:
    if scene.picture_file:
        width, height = picture_size(plan.spec)
        own = OwnPictureInputs(digest=digest_of(scene.picture_file), width=width, height=height)
        return own_picture(*plan.own(scene.picture_file)), own
    return PICTURE_STAGE, picture_inputs(plan, scene)


def segment_inputs(plan: Plan) -> SegmentInputs:
    return SegmentInputs(timeline=_told(plan, plan.script(), plan.state))


def score_work(plan: Plan) -> Work:
    if plan.spec.music_file:
        own = OwnScoreInputs(digest=digest_of(plan.spec.music_file))
        return own_score(*plan.own(plan.spec.music_file)), own
    inputs = ScoreInputs(
        engine=engine_id(registry.composer(plan.studio.settings)),
        mood=plan.spec.music,
        seconds=_score_seconds(plan.spec.seconds),
        seed=plan.spec.seed,
    )
    return SCORE, inputs


def engine_id(engine: Engine) -> EngineId:
    return EngineId(name=engine.name, version=engine.version)


def write_inputs(studio: Studio, film: Film, *, text: str | None = None) -> WriteInputs:
    spec = film.spec
    if film.script_given:
        return WriteInputs(given=film.script, language=spec.language, seconds=spec.seconds, seed=spec.seed)
    if text is None and spec.text_key:
        stored = studio.media.get_bytes(spec.text_key)
        text = stored.decode() if stored else None
    return WriteInputs(
        engine=engine_id(registry.writer(settings_without_keys(studio, film.user_id))),
        topic=spec.topic,
        text=text,
        source_url=spec.source_url,
        title=spec.title,
        language=spec.language,
        seconds=spec.seconds,
        pace=next(voice.pace for voice in registry.speaker(studio.settings).voices() if voice.name == spec.voice),
        seed=spec.seed,
    )


def voice_inputs(plan: Plan, scene: Scene) -> VoiceInputs:
    return VoiceInputs(
        engine=engine_id(registry.speaker(plan.studio.settings)),
        text=scene.narration,
        language=plan.spec.language,
        voice=plan.spec.voice,
    )


def picture_inputs(plan: Plan, scene: Scene) -> PictureInputs:
    width, height = picture_size(plan.spec)
    script = plan.script()
    number, last = script.scenes.index(scene) + 1, len(script.scenes)
    told = [
        drawn.Scene(" ".join((*each.keywords, each.picture)), each.narration, "" if each.keywords else each.picture)
        for each in script.scenes
    ]
    sky = drawn.shared_sky(told, number, script.title, plan.spec.language)
    return PictureInputs(
        engine=engine_id(registry.drawer(plan.studio.settings)),
        layered=True,
        prompt=scene.picture or scene.narration,
        keywords=scene.keywords,
        style=plan.spec.style,
        width=width,
        height=height,
        seed=_scene_seed(plan.spec.seed, scene.scene_id),
        reserve_bottom=caption_band(plan.spec),
        film_seed=plan.spec.seed,
        variation=number,
        narration=scene.narration,
        language=plan.spec.language,
        topic=script.title,
        title=script.title if is_titled(number, last) else "",
        role=Role.HOOK if number == 1 else Role.CLOSE if number == last else Role.BODY,
        hour=sky.hour,
        weather=sky.weather,
    )


def sound_inputs(plan: Plan) -> SoundInputs:
    voices = {told.scene_id: told.voice for told in plan.state.voices}
    in_order = [plan.read(voices[scene.scene_id]) for scene in plan.script().scenes]
    return soundtrack(in_order, plan.read(plan.state.score))


def seam_inputs(before: ScenePart, scene: ScenePart) -> SeamInputs | None:
    """Nothing where the two are not seen at once."""
    if not scene.timeline.shots[0].joined_frames:
        return None
    return SeamInputs(timeline=scene.timeline, below=before.segment, above=scene.segment)


def master_inputs(plan: Plan) -> MasterInputs:
    parts, script, spec = plan.state.parts, plan.script(), plan.spec
    assert parts is not None
    settings = plan.studio.settings
    made = {scene.scene_id: scene.model_dump() for scene in parts.scenes}
    states = [
        BuildState(job_id=plan.state.job_id, attempt=plan.state.attempt, **made[scene.scene_id])
        for scene in script.scenes
    ]
    engines = {
        "speak": registry.speaker(settings),
        "draw": registry.drawer(settings),
        "compose": registry.composer(settings),
    }
    scenes = _with_seams([parted(script, filmed(plan, script, state)) for state in states])
    samples = sum(scene.timeline.samples for scene in scenes)
    return MasterInputs(
        script=script,
        scenes=scenes,
        music=accompaniment(plan.read(parts.score), samples),
        sound=parts.sound.key,
        engines={task: engine_id(engine) for task, engine in engines.items()},
        settings={
            name: value
            for name, value in spec.model_dump(mode="json").items()
            if isinstance(value, str | int) and name != "text_key"
        },
    )


def filmed(plan: Plan, script: Script, state: BuildState) -> ScenePart:
    """The scene that `state` names, with the key that the segment stage gives its inputs."""
    timeline = _told(plan, script, state)
    segment = SEGMENT_STAGE.key(SegmentInputs(timeline=timeline))
    return ScenePart(scene_id=state.scene_id or "", timeline=timeline, segment=segment)


def parted(script: Script, part: ScenePart) -> ScenePart:
    """The same, coming in so that its type is not seen through the type before it."""
    return part.model_copy(update={"timeline": part_type(script, part.scene_id, part.timeline)})


def _told(plan: Plan, script: Script, state: BuildState) -> Timeline:
    voiced = VoiceFacts.model_validate(plan.read(state.voice).facts)
    ids = [scene.scene_id for scene in script.scenes]
    assert state.scene_id is not None
    assert state.voice is not None
    assert state.picture is not None
    return scene_timeline(
        plan.spec,
        number=ids.index(state.scene_id) + 1,
        last=len(ids),
        voice_key=state.voice.key,
        voice=voiced,
        picture_key=state.picture.key,
    )


def _with_seams(parts: Sequence[ScenePart]) -> tuple[ScenePart, ...]:
    seams = [seam_inputs(before, scene) for before, scene in pairwise(parts)]
    keys = ["", *(SEAM.key(seam) if seam else "" for seam in seams)]
    return tuple(scene.model_copy(update={"seam": key}) for scene, key in zip(parts, keys, strict=True))


def _score_seconds(seconds: int) -> int:
    """A little longer than asked for: films are, and a piece that begins later is better than one that repeats."""
    return min(seconds + seconds // 10 + 2, LONGEST_SECONDS)


def _scene_seed(seed: int, scene_id: str) -> int:
    return (seed * 1_000_003 + int(scene_id[1:], 36) * 7_919) % 2**31
