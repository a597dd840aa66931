"""Which orders are on the card at once: one heavy one, or two light ones, within the card's shares. No torch.

Invariant: two that run together share no weights, and of those that draw from the process's own source of chance only
one runs at a time, so that neither is another's result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gpu_container.batcher import BUCKETS, Pending, bucket_for
from gpu_container.planner import Plan, Technique
from gpu_container.profiles import Card
from gpu_container.weights import repositories
from mutoscope.engines.models import Model

MOST_AT_ONCE = 2


@dataclass(frozen=True)
class Load:
    """What a batch of so many orders takes of the card by its plan."""

    model: Model
    plan: Plan
    bucket: int

    @property
    def total_mb(self) -> int:
        return self.plan.model_mb + self.plan.each_mb * self.bucket


def load_of(batch: Sequence[Pending], plan: Plan) -> Load:
    return Load(batch[0].model, plan, bucket_for(len(batch)))


def room_beside(running: Sequence[Load], model: Model, plan: Plan, card: Card) -> int:
    """How many orders of this plan may start now; 0 means that they wait."""
    if not running:
        return plan.batch
    if len(running) >= MOST_AT_ONCE or any(_collide(load.model, model) for load in running):
        return 0
    if not all(_is_light(each) for each in (plan, *(load.plan for load in running))):
        return 0
    if plan.model_mb + sum(load.plan.model_mb for load in running) > card.most_model_mb:
        return 0
    left = card.shared_mb - sum(load.total_mb for load in running) - plan.model_mb
    return max((size for size in BUCKETS if size <= plan.batch and size * plan.each_mb <= left), default=0)


def _collide(one: Model, other: Model) -> bool:
    shared = repositories(one).keys() & repositories(other).keys()
    return bool(shared) or (_draws_from_the_process(one) and _draws_from_the_process(other))


def _draws_from_the_process(model: Model) -> bool:
    """Pipelines of diffusers get a source of chance of their own; models of transformers take the process's."""
    return model.engine == "transformers" or bool(model.masked_by)


def _is_light(plan: Plan) -> bool:
    """Two like it would fit, and its weights stay where they are while it runs."""
    return plan.jobs > 1 and not plan.uses(Technique.MODEL_OFFLOAD) and not plan.uses(Technique.GROUP_OFFLOAD)
