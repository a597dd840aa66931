"""What each stage costs: credits for every so many units of it. A stage that is found in the cache costs nothing.

One credit is sold for a cent. A stage without a price is refused by a test over all kinds, before it is ever ordered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mutoscope.errors import MutoscopeError
from mutoscope.stages.contracts.extension import ExtensionInputs
from mutoscope.stages.contracts.generate import GenerateInputs
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.contracts.own_media import OwnPictureInputs, OwnScoreInputs, OwnVoiceInputs
from mutoscope.stages.contracts.presenter import PresenterInputs
from mutoscope.stages.contracts.score import ScoreInputs
from mutoscope.stages.contracts.study import StudyInputs
from mutoscope.stages.contracts.voice import VoiceInputs
from mutoscope.stages.contracts.write import WriteInputs
from mutoscope.stages.stage import Frozen, Stage

CHARACTERS_A_SECOND = 15


class StageUnpriced(MutoscopeError):
    """The stage {stage} has no price."""

    code = "stage_unpriced"
    hint = "Give it one in credits/prices.py."


@dataclass(frozen=True)
class Price:
    """`credits` for each `per` units that are begun; `count` says how many units a stage's inputs ask for."""

    credits: int
    per: int
    unit: str
    count: Callable[[Frozen], int]
    seconds: float
    """What it takes on a laptop for each `per` units, roughly; only estimates stand on it."""

    def charge(self, units: int) -> int:
        return self.credits * -(-units // self.per)


@dataclass(frozen=True)
class Charge:
    stage: str
    units: int
    unit: str
    credits: int
    seconds: float


def _one(_: Frozen) -> int:
    return 1


def _scripts(inputs: Frozen) -> int:
    """A script of one's own is written already."""
    return 0 if isinstance(inputs, WriteInputs) and inputs.given else 1


def _pictures(inputs: Frozen) -> int:
    return 0 if isinstance(inputs, OwnPictureInputs) else 1


def _characters(inputs: Frozen) -> int:
    if isinstance(inputs, OwnVoiceInputs):
        return 0
    assert isinstance(inputs, VoiceInputs)
    return len(inputs.text)


def _composed_seconds(inputs: Frozen) -> int:
    if isinstance(inputs, OwnScoreInputs):
        return 0
    assert isinstance(inputs, ScoreInputs)
    return inputs.seconds


def _clip_seconds(inputs: Frozen) -> int:
    assert isinstance(inputs, ClipInputs)
    return inputs.seconds


def _added_seconds(inputs: Frozen) -> int:
    """What is there already costs nothing."""
    assert isinstance(inputs, ExtensionInputs)
    return inputs.seconds


def _said_characters(inputs: Frozen) -> int:
    assert isinstance(inputs, PresenterInputs)
    return len(inputs.sound.narration)


def _drawn_characters(inputs: Frozen) -> int:
    """What is written about a topic is not there yet: a second of it is as many characters as are said in one."""
    assert isinstance(inputs, StudyInputs)
    return len(inputs.text) or inputs.seconds * CHARACTERS_A_SECOND


def _frames(inputs: Frozen) -> int:
    assert isinstance(inputs, GenerateInputs)
    return max(1, inputs.frames)


PRICES: dict[str, Price] = {
    "write": Price(2, 1, "scripts", _scripts, seconds=1.0),
    "script": Price(2, 1, "scripts", _scripts, seconds=1.0),
    "voice": Price(1, 500, "characters", _characters, seconds=0.5),
    "picture": Price(2, 1, "pictures", _pictures, seconds=1.0),
    "image": Price(2, 1, "pictures", _one, seconds=1.0),
    "retouch": Price(2, 1, "pictures", _one, seconds=1.5),
    "enlarge": Price(1, 1, "pictures", _one, seconds=1.5),
    "develop": Price(0, 1, "pictures", _one, seconds=0.3),
    "segment": Price(3, 1, "scenes", _one, seconds=5.0),
    "score": Price(1, 30, "seconds", _composed_seconds, seconds=1.0),
    "sound": Price(1, 1, "films", _one, seconds=2.0),
    "seam": Price(0, 1, "seams", _one, seconds=0.3),
    "master": Price(3, 1, "films", _one, seconds=3.0),
    "recommend": Price(0, 1, "scripts", _one, seconds=0.5),
    "look": Price(1, 1, "pictures", _one, seconds=1.0),
    "improve": Price(1, 1, "prompts", _one, seconds=1.0),
    "transcribe": Price(2, 1, "recordings", _one, seconds=5.0),
    "clip": Price(1, 1, "seconds", _clip_seconds, seconds=1.0),
    "extension": Price(1, 1, "seconds", _added_seconds, seconds=1.5),
    "gif": Price(1, 1, "seconds", _clip_seconds, seconds=1.5),
    "parallax": Price(1, 1, "seconds", _clip_seconds, seconds=2.0),
    "presenter": Price(1, 15, "characters", _said_characters, seconds=1.5),
    "study": Price(1, 15, "characters", _drawn_characters, seconds=1.5),
    "generate": Price(6, 24, "frames", _frames, seconds=20.0),
}


def charge_of(stage: str, units: int) -> Charge:
    """What so many units of the stage cost."""
    if stage not in PRICES:
        raise StageUnpriced(stage=stage)
    price = PRICES[stage]
    steps = -(-units // price.per)
    return Charge(stage, units, price.unit, price.charge(units), round(price.seconds * max(1, steps), 1))


def charge_for(stage: Stage[Any, Any], inputs: Frozen) -> Charge:
    """What the stage costs with these inputs, if it has to be run."""
    if stage.name not in PRICES:
        raise StageUnpriced(stage=stage.name)
    return charge_of(stage.name, PRICES[stage.name].count(inputs))
