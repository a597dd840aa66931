"""The master stage: segments joined without re-encoding, sound mixed and mastered, captions and manifest."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from pathlib import Path

from mutoscope.films.manifest import Manifest
from mutoscope.films.script import Script
from mutoscope.render.accompaniment import Piece, accompany
from mutoscope.render.captions import opening_words, to_srt, to_vtt
from mutoscope.render.master import Chapter, master
from mutoscope.render.mix import mix
from mutoscope.render.seams import Seam, render_seam, with_seams
from mutoscope.render.soundtrack import Soundtrack, finish
from mutoscope.render.timeline import Timeline, join
from mutoscope.stages.picture import PICTURE_STAGE
from mutoscope.stages.score import MUSIC, SCORE, ScoreFacts
from mutoscope.stages.segment import FIRST_VIEW, LAST_VIEW, POSTER, SEGMENT, SEGMENT_STAGE, SegmentFacts
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage
from mutoscope.stages.voice import SPEECH, VOICE

VIDEO, AUDIO, THUMBNAIL = "film.mp4", "film.mp3", "film.jpg"
SUBRIP, WEBVTT, MANIFEST = "film.srt", "film.vtt", "film.json"


class ScenePart(Frozen):
    scene_id: str
    timeline: Timeline
    voice: str
    picture: str
    segment: str
    """Keys of the results of the stages that made this scene."""


class MasterInputs(Frozen):
    script: Script
    scenes: tuple[ScenePart, ...]
    score: str
    score_samples: int
    engines: dict[str, EngineId]
    settings: dict[str, str | int]
    """How the film was ordered, for the manifest."""


class MasterFacts(Frozen):
    title: str
    seconds: float
    frames: int
    width: int
    height: int


def run(inputs: MasterInputs, bench: Bench) -> MasterFacts:
    timeline = whole(inputs, bench)
    shutil.copyfile(_poster(inputs, bench), bench.folder / THUMBNAIL)
    _join(inputs, timeline, bench)
    with (bench.folder / VIDEO).open("rb") as video:
        digest = hashlib.file_digest(video, "sha256").hexdigest()
    language = timeline.language
    (bench.folder / SUBRIP).write_text(to_srt(timeline.cues, language), encoding="utf-8")
    (bench.folder / WEBVTT).write_text(to_vtt(timeline.cues, language), encoding="utf-8")
    manifest = Manifest.of(
        inputs.script,
        timeline,
        engines=_engines(inputs),
        stages=stage_versions(),
        settings=inputs.settings,
        video_sha256=digest,
    )
    (bench.folder / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    return MasterFacts(
        title=inputs.script.title,
        seconds=round(timeline.seconds, 3),
        frames=timeline.frames,
        width=timeline.width,
        height=timeline.height,
    )


def whole(inputs: MasterInputs, bench: Bench) -> Timeline:
    """The film's timeline: its scenes one after another, the score under all of them, ending with them."""
    timeline = join(tuple(scene.timeline for scene in inputs.scenes))
    if inputs.score_samples == 0:
        return timeline
    score = ScoreFacts.model_validate(bench.read(inputs.score).facts)
    piece = Piece(inputs.score, score.samples, score.ending_samples, score.bar_samples)
    return timeline.model_copy(update={"music": accompany(piece, timeline.samples)})


def _join(inputs: MasterInputs, timeline: Timeline, bench: Bench) -> None:
    # Seams are pictures and the soundtrack is sound: they are made side by side.
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seams") as beside:
        seams = beside.submit(_seams, inputs, timeline, bench)
        sound = _sound(inputs, timeline, bench)
        bench.report(0.6)
        segments = [bench.fetch(scene.segment, SEGMENT) for scene in inputs.scenes]
        parts = with_seams(segments, seams.result())
    master(
        timeline,
        parts,
        sound.aac,
        bench.folder / VIDEO,
        title=inputs.script.title,
        chapters=_chapters(inputs),
        poster=bench.folder / THUMBNAIL,
    )
    bench.report(0.9)


def _sound(inputs: MasterInputs, timeline: Timeline, bench: Bench) -> Soundtrack:
    sounds = {scene.voice: bench.fetch(scene.voice, SPEECH) for scene in inputs.scenes}
    sounds |= {clip.asset: bench.fetch(clip.asset, MUSIC) for clip in timeline.music}
    mixed = mix(timeline, sounds, bench.scratch)
    bench.report(0.3)
    return finish(mixed, bench.scratch, mp3=bench.folder / AUDIO)


def _chapters(inputs: MasterInputs) -> tuple[Chapter, ...]:
    """One for each scene, called by its first words; the first bears the film's title."""
    starts = list(accumulate((scene.timeline.frames for scene in inputs.scenes), initial=0))
    titles = [inputs.script.title, *(opening_words(scene.narration) for scene in inputs.script.scenes[1:])]
    return tuple(Chapter(title, first, last) for title, (first, last) in zip(titles, pairwise(starts), strict=True))


def _seams(inputs: MasterInputs, timeline: Timeline, bench: Bench) -> dict[int, Path]:
    """The frames in which two scenes are seen, by the number (from 0) of the second one."""
    seams = {}
    for number, (before, scene) in enumerate(pairwise(inputs.scenes), start=1):
        shot = scene.timeline.shots[0]
        if shot.joined_frames:
            seam = Seam(shot, bench.fetch(before.segment, LAST_VIEW), bench.fetch(scene.segment, FIRST_VIEW))
            seams[number] = bench.scratch / f"seam-{number}.mp4"
            render_seam(timeline, seam, seams[number])
    return seams


def _poster(inputs: MasterInputs, bench: Bench) -> Path:
    """The best frame of the scenes; the earlier of two that are as good."""
    facts = [SegmentFacts.model_validate(bench.read(scene.segment).facts) for scene in inputs.scenes]
    best = max(range(len(facts)), key=lambda number: (facts[number].appeal, -number))
    return bench.fetch(inputs.scenes[best].segment, POSTER)


def _engines(inputs: MasterInputs) -> dict[str, str]:
    return {task: f"{engine.name} {engine.version}" for task, engine in inputs.engines.items()}


def stage_versions() -> dict[str, str]:
    """Stage to its version, as manifests have it."""
    return {stage.name: stage.version for stage in (VOICE, PICTURE_STAGE, SEGMENT_STAGE, SCORE, MASTER)}


MASTER = Stage("master", "4", MasterFacts, run)
