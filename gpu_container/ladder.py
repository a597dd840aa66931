"""What is given up, in this order, when a card runs out of memory: speed first, the order itself last.

Pure: a rung is a plan and a size of batch; the runner climbs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gpu_container.batcher import BUCKETS
from gpu_container.planner import Choice, Plan, Technique

_OOM = "the card ran out of memory"


@dataclass(frozen=True)
class Rung:
    """`says` is what was tried, for the error of an order that fits in no way and for the notes of one that did."""

    plan: Plan
    bucket: int
    says: str


def rungs(plan: Plan, bucket: int) -> Iterator[Rung]:
    """The plan as it is, then smaller buckets, decoding in tiles, whole components offloaded, blocks offloaded."""
    yield Rung(plan, bucket, f"a batch of {bucket}")
    for smaller in reversed([size for size in BUCKETS if size < bucket]):
        yield Rung(plan, smaller, f"a batch of {smaller}")
    tiled = _with(plan, Technique.VAE_TILING, Technique.VAE_SLICING)
    if tiled != plan:
        yield Rung(tiled, 1, "decoding in tiles")
    if not plan.uses(Technique.MODEL_OFFLOAD) and not plan.uses(Technique.GROUP_OFFLOAD):
        yield Rung(_with(tiled, Technique.MODEL_OFFLOAD), 1, "offloading whole components")
    if not plan.uses(Technique.GROUP_OFFLOAD):
        yield Rung(_with(tiled, Technique.GROUP_OFFLOAD), 1, "offloading blocks")


def _with(plan: Plan, *techniques: Technique) -> Plan:
    added = tuple(Choice(each, _OOM) for each in techniques if not plan.uses(each))
    return replace(plan, choices=plan.choices + added)
