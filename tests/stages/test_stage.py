"""A stage's key: the hash of its name, its version and every input, and of nothing else."""

from typing import Any

import pytest

from mutoscope.engines.understanding import Focus, Medium
from mutoscope.films.script import Scene, Script
from mutoscope.render.timeline import Captions, Clip, Shot, Timeline
from mutoscope.stages.contracts.improve import IMPROVE, ImproveInputs
from mutoscope.stages.contracts.look import LOOK, LookInputs
from mutoscope.stages.contracts.master import MASTER, MasterInputs
from mutoscope.stages.contracts.picture import PICTURE_STAGE, PictureInputs
from mutoscope.stages.contracts.recommend import RECOMMEND, RecommendInputs
from mutoscope.stages.contracts.score import SCORE, ScoreInputs
from mutoscope.stages.contracts.seam import SEAM, SeamInputs
from mutoscope.stages.contracts.segment import SEGMENT_STAGE, SegmentInputs
from mutoscope.stages.contracts.sound import SOUND, SoundInputs
from mutoscope.stages.contracts.transcribe import TRANSCRIBE, TranscribeInputs
from mutoscope.stages.contracts.voice import VOICE, VoiceInputs
from mutoscope.stages.contracts.write import WRITE, WriteInputs
from mutoscope.stages.stage import EngineId, Frozen, Stage

ENGINE = EngineId(name="an engine", version="1")
SCRIPT = Script(title="Rice", language="en", scenes=(Scene(scene_id="s01", narration="Rice."),))
TIMELINE = Timeline(width=2, height=2, language="en", captions=Captions.NONE, shots=(Shot(picture="a", frames=1),))
INPUTS: dict[str, tuple[Stage[Any, Any], Frozen]] = {
    "write": (WRITE, WriteInputs(engine=ENGINE, topic="Rice", language="en", seconds=60, seed=0)),
    "transcribe": (TRANSCRIBE, TranscribeInputs(engine=ENGINE, sound="a", language="en", prompt="")),
    "look": (LOOK, LookInputs(engine=ENGINE, image="a", focus=Focus.ALL, subject="")),
    "improve": (
        IMPROVE,
        ImproveInputs(engine=ENGINE, prompt="rice", medium=Medium.IMAGE, style="", count=1, seed=0),
    ),
    "recommend": (RECOMMEND, RecommendInputs(script=SCRIPT, sound="", seconds=6, drawn=())),
    "voice": (VOICE, VoiceInputs(engine=ENGINE, text="Rice.", language="en", voice="a")),
    "picture": (
        PICTURE_STAGE,
        PictureInputs(
            engine=ENGINE,
            prompt="rice",
            keywords=("rice",),
            style="a",
            width=2,
            height=2,
            seed=0,
            reserve_bottom=0.2,
        ),
    ),
    "segment": (SEGMENT_STAGE, SegmentInputs(timeline=TIMELINE)),
    "score": (SCORE, ScoreInputs(engine=ENGINE, mood="calm", seconds=60, seed=0)),
    "seam": (SEAM, SeamInputs(timeline=TIMELINE, below="a", above="b")),
    "sound": (SOUND, SoundInputs(samples=1, voice=(), music=())),
    "master": (
        MASTER,
        MasterInputs(script=SCRIPT, scenes=(), music=(), sound="a", engines={"draw": ENGINE}, settings={"a": 1}),
    ),
}
CHANGED: dict[str, Any] = {
    "engine": EngineId(name="an engine", version="2"),
    "given": SCRIPT,
    "topic": "Wheat",
    "text": "Wheat.",
    "source_url": "https://example.com/",
    "title": "Wheat",
    "language": "fr",
    "seconds": 61,
    "pace": 880,
    "seed": 1,
    "voice": "b",
    "layered": True,
    "prompt": "wheat",
    "keywords": ("wheat",),
    "style": "b",
    "width": 4,
    "height": 4,
    "reserve_bottom": 0.3,
    "timeline": TIMELINE.model_copy(update={"width": 4}),
    "mood": "bright",
    "script": SCRIPT.model_copy(update={"title": "Wheat"}),
    "scenes": ({"scene_id": "s01"},),
    "samples": 2,
    "below": "c",
    "above": "c",
    "music": (Clip(asset="a", start=0, samples=1),),
    "sound": "b",
    "engines": {"draw": EngineId(name="an engine", version="2")},
    "settings": {"a": 2},
    "format": "mp3",
    "speed": 2.0,
    "focus": "light",
    "subject": "wheat",
    "medium": "music",
    "count": 2,
    "image": "b",
    "drawn": ({"key": "a", "file": "b"},),
    "instructions": "calm",
    "film_seed": 7,
    "variation": 2,
    "narration": "wheat",
    "role": "hook",
    "hour": "night",
    "weather": "snow",
}
FIELDS = [(name, field) for name, (_, inputs) in INPUTS.items() for field in type(inputs).model_fields]


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_another_value_of_any_input_is_another_key(name: str, field: str) -> None:
    stage, inputs = INPUTS[name]

    changed = inputs.model_copy(update={field: CHANGED[field]})

    assert stage.key(changed) != stage.key(inputs)


@pytest.mark.parametrize("name", INPUTS)
def test_another_version_or_name_of_the_stage_is_another_key(name: str) -> None:
    stage, inputs = INPUTS[name]

    keys = {
        stage.key(inputs),
        Stage(stage.name, f"{stage.version}+", stage.facts, stage.run).key(inputs),
        Stage(f"{stage.name}+", stage.version, stage.facts, stage.run).key(inputs),
    }

    assert len(keys) == 3


def test_the_order_of_a_mapping_does_not_matter() -> None:
    stage, inputs = INPUTS["master"]

    one = inputs.model_copy(update={"settings": {"a": 1, "b": 2}})
    other = inputs.model_copy(update={"settings": {"b": 2, "a": 1}})

    assert stage.key(one) == stage.key(other)


def test_a_key_is_a_name_that_any_store_takes() -> None:
    stage, inputs = INPUTS["voice"]

    assert len(stage.key(inputs)) == 64
    assert int(stage.key(inputs), 16) > 0


def test_a_key_stays_the_same_from_run_to_run() -> None:
    key = Stage("a", "1", Frozen, lambda inputs, bench: inputs).key(EngineId(name="b", version="c"))

    assert key == "70a8fee7767312dd9b639c383ea6c1743b9814a761bf2394c96c53138cc148f1"
