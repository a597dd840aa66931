"""The master stage: segments, seams and sound joined without encoding them again, captions and manifest."""

import hashlib
import shutil
from itertools import accumulate, pairwise
from pathlib import Path

from mutoscope.films.manifest import Manifest
from mutoscope.render.caption_files import to_srt, to_vtt
from mutoscope.render.chapter_titles import opening_words
from mutoscope.render.master import Chapter, master
from mutoscope.render.seams import with_seams
from mutoscope.render.timeline import Timeline, join
from mutoscope.stages.contracts.master import (
    MANIFEST,
    SUBRIP,
    THUMBNAIL,
    VIDEO,
    WEBVTT,
    MasterFacts,
    MasterInputs,
    stage_versions,
)
from mutoscope.stages.contracts.seam import SEAM_VIDEO
from mutoscope.stages.contracts.segment import POSTER, SEGMENT, SegmentFacts
from mutoscope.stages.contracts.sound import AAC
from mutoscope.stages.stage import Bench


def run(inputs: MasterInputs, bench: Bench) -> MasterFacts:
    timeline = whole(inputs)
    shutil.copyfile(_poster(inputs, bench), bench.folder / THUMBNAIL)
    master(
        timeline,
        _parts(inputs, bench),
        bench.fetch(inputs.sound, AAC),
        bench.folder / VIDEO,
        title=inputs.script.title,
        chapters=_chapters(inputs),
        poster=bench.folder / THUMBNAIL,
    )
    bench.report(0.9)
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


def whole(inputs: MasterInputs) -> Timeline:
    """The film's timeline: its scenes one after another, the score under all of them."""
    return join(tuple(scene.timeline for scene in inputs.scenes)).model_copy(update={"music": inputs.music})


def _parts(inputs: MasterInputs, bench: Bench) -> list[Path]:
    seams = {number: bench.fetch(scene.seam, SEAM_VIDEO) for number, scene in enumerate(inputs.scenes) if scene.seam}
    return with_seams([bench.fetch(scene.segment, SEGMENT) for scene in inputs.scenes], seams)


def _chapters(inputs: MasterInputs) -> tuple[Chapter, ...]:
    """One for each scene, called by its first words; the first bears the film's title."""
    starts = list(accumulate((scene.timeline.frames for scene in inputs.scenes), initial=0))
    titles = [inputs.script.title, *(opening_words(scene.narration) for scene in inputs.script.scenes[1:])]
    return tuple(Chapter(title, first, last) for title, (first, last) in zip(titles, pairwise(starts), strict=True))


def _poster(inputs: MasterInputs, bench: Bench) -> Path:
    """The best frame of the scenes; the earlier of two that are as good."""
    facts = [SegmentFacts.model_validate(bench.read(scene.segment).facts) for scene in inputs.scenes]
    best = max(range(len(facts)), key=lambda number: (facts[number].appeal, -number))
    return bench.fetch(inputs.scenes[best].segment, POSTER)


def _engines(inputs: MasterInputs) -> dict[str, str]:
    return {task: f"{engine.name} {engine.version}" for task, engine in inputs.engines.items()}
