"""How a model is made to fit a card: which techniques it takes, each with its reason. Arithmetic alone, no torch.

Invariant: on no card do system, buffer, model and inference together exceed what is usable, or the model is refused.
"""

from dataclasses import dataclass
from enum import StrEnum

from gpu_container.batcher import BUCKETS
from gpu_container.errors import OutOfVram
from gpu_container.profiles import Card
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import GenerateRequest

MOST_SECONDS = 20.0
"""A batch may be expected to take no longer: a longer one would keep everybody's first result waiting."""
_EFFICIENCY = 0.4
_TILED_DECODE = 0.6
_STREAMED_MB = 800
"""What group offloading keeps on the card: two groups of blocks, one in use and one on its way."""


class Technique(StrEnum):
    SDPA = "sdpa"  # attention in one fused kernel: torch's own, always on
    ATTENTION_SLICING = "attention_slicing"  # attention head by head, for what has no fused kernel
    VAE_SLICING = "vae_slicing"  # pictures of a batch are decoded one by one
    VAE_TILING = "vae_tiling"  # a picture is decoded in tiles
    STAGED = "staged"  # prompt encoders, denoiser and decoder are on the card one after another
    FP8_CASTING = "fp8_casting"  # weights are kept in 8 bits and widened where they are used
    FOUR_BIT = "four_bit"  # weights are kept in 4 bits
    MODEL_OFFLOAD = "model_offload"  # whole components travel when they are needed
    GROUP_OFFLOAD = "group_offload"  # groups of blocks travel while the ones before them compute


@dataclass(frozen=True)
class Choice:
    technique: Technique
    reason: str


@dataclass(frozen=True)
class Plan:
    """Shares in MB; `model_mb` is what is on the card at the busiest moment, `each_mb` what one order adds to it.

    `jobs` is how many such orders may run at once as batches of their own.
    """

    model: str
    card: str
    system_mb: int
    buffer_mb: int
    model_mb: int
    inference_mb: int
    each_mb: int
    batch: int
    jobs: int
    choices: tuple[Choice, ...]

    @property
    def total_mb(self) -> int:
        return self.system_mb + self.buffer_mb + self.model_mb + self.inference_mb

    def uses(self, technique: Technique) -> bool:
        return any(choice.technique is technique for choice in self.choices)


def make_plan(model: Model, card: Card, request: GenerateRequest | None = None, *, four_bit: bool = False) -> Plan:
    """The plan for an order, or for one of the default size. `four_bit`: whether the 4-bit kernels are installed.

    Raises OutOfVram.
    """
    request = request or default_request(model)
    size = _scale(model, request)
    choices = [Choice(Technique.SDPA, "torch's fused attention needs no memory for the scores and is the fastest")]
    one = model.activations_mb * size
    if one > card.least_inference_mb and "vae" in model.components_mb:
        one *= _TILED_DECODE
        reason = f"decoding {request.width}x{request.height} whole would take more than {card.least_inference_mb} MB"
        choices += [Choice(Technique.VAE_TILING, reason), Choice(Technique.VAE_SLICING, "decode one at a time")]
    if one > card.most_inference_mb:
        tried = ", ".join(choice.technique for choice in choices)
        raise OutOfVram(engine=model.name, tried=tried, reason=f"one run takes {one:.0f} MB beside the weights")
    least = max(round(one), card.least_inference_mb)
    resident, more = _fit(model, min(card.most_model_mb, card.shared_mb - least), card, four_bit=four_bit)
    batch = _batch(model, card, one, card.shared_mb - resident, size)
    inference = max(least, round(one * batch))
    jobs = 2 if 2 * (resident + one) <= card.shared_mb else 1
    return Plan(
        model.name, card.name, card.system_mb, card.buffer_mb, resident, inference, round(one), batch, jobs,
        (*choices, *more),
    )  # fmt: skip


def default_request(model: Model) -> GenerateRequest:
    return GenerateRequest(model=model.name, **model.defaults.model_dump())


def _fit(model: Model, room: int, card: Card, *, four_bit: bool) -> tuple[int, list[Choice]]:
    """What of the model is on the card at its busiest moment, and what was done for it, the cheapest measure first."""
    whole = model.weights_mb
    if whole <= room:
        return whole, []
    encoders, core = _stages(model)
    choices = []
    if encoders:
        reason = f"its {whole} MB exceed the {room} MB for models; encoders leave once the prompt is encoded"
        choices.append(Choice(Technique.STAGED, reason))
    peaks = []
    for stage in (encoders, core):
        peak, more = _shrink(model, dict(stage), room, card, four_bit=four_bit)
        peaks.append(peak)
        choices += more
    return max(peaks), choices


def _stages(model: Model) -> tuple[dict[str, int], dict[str, int]]:
    """What encodes the prompt, and what is on the card together afterwards."""
    encoders = {name: size for name, size in model.components_mb.items() if name.startswith("text_encoder")}
    core = {name: size for name, size in model.components_mb.items() if name not in encoders}
    core.update({f"attachment {number}": each.size_mb for number, each in enumerate(model.attachments)})
    return encoders, core


def _shrink(model: Model, stage: dict[str, int], room: int, card: Card, *, four_bit: bool) -> tuple[int, list[Choice]]:
    if sum(stage.values()) <= room:
        return sum(stage.values()), []
    largest = max(stage, key=lambda name: stage[name])
    others = sum(stage.values()) - stage[largest]
    size = stage[largest]
    eighth, fourth = (size // 4, size // 8) if model.dtype == "float32" else (size // 2, size // 4)
    if largest.startswith("text_encoder"):
        # T5 reads the type of its own `wo` layers, so those, a fifth of it, are never cast.
        eighth = size * 5 // 8
    if eighth + others <= room:
        how = "the card also multiplies them" if card.fp8 else "they are widened where they are used"
        reason = f"{largest} has {size} MB, in 8 bits {eighth}, and the room is {room}; {how}"
        return eighth + others, [Choice(Technique.FP8_CASTING, reason)]
    if four_bit and fourth + others <= room:
        reason = f"{largest} has {size} MB, in 8 bits still {eighth}, in 4 bits {fourth}, and the room is {room}"
        return fourth + others, [Choice(Technique.FOUR_BIT, reason)]
    reason = f"{largest} has {size} MB, in 8 bits still {eighth}, and the room is {room}; its blocks travel in groups"
    return _STREAMED_MB, [Choice(Technique.GROUP_OFFLOAD, reason)]


def _batch(model: Model, card: Card, one_mb: float, room: int, size: float) -> int:
    """The largest bucket that memory, work and the row allow."""
    seconds = model.tflop * size / (card.tflops * _EFFICIENCY)
    by_work = max(1, int(MOST_SECONDS / seconds)) if seconds else BUCKETS[-1]
    by_memory = max(1, int(min(room, card.most_inference_mb) / one_mb)) if one_mb else BUCKETS[-1]
    most = min(by_work, by_memory, model.safe_batch)
    return max(bucket for bucket in BUCKETS if bucket <= most)


def _scale(model: Model, request: GenerateRequest) -> float:
    """How much larger the order is than the model's default: activations and work grow with pixels and frames."""
    defaults = model.defaults
    pixels = (request.width * request.height) / (defaults.width * defaults.height) if defaults.width else 1.0
    frames = request.frames / defaults.frames if defaults.frames else 1.0
    seconds = request.seconds / defaults.seconds if defaults.seconds else 1.0
    return max(pixels, 0.01) * max(frames, 0.01) * max(seconds, 0.01)
