"""A pipeline's arguments from orders, as the row's `call` says: shared ones once, an order's own as a list."""

from collections.abc import Sequence
from typing import Any

import torch

from gpu_container.engines.pixels import to_pil
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import GenerateRequest

_OWN = ("prompt", "negative_prompt", "picture", "pictures", "reference", "sound")
"""What each order of a batch has for itself; everything else is in the batch key."""


def arguments(model: Model, orders: Sequence[GenerateRequest], *, encoded: bool) -> dict[str, Any]:
    """`encoded`: the prompts are given as embeddings, so the words are left out."""
    made: dict[str, Any] = dict(model.fixed)
    for name, source in model.call.items():
        if encoded and source in ("prompt", "negative_prompt"):
            continue
        own = source.partition(".")[0] in _OWN
        values = [value_of(order, source) for order in orders]
        alone = len(values) == 1 or not own or values[0] is None
        made[name] = values[0] if alone else values
    return made


def value_of(order: GenerateRequest, source: str) -> Any:
    """An order's field; `picture.<role>` is that picture at the order's size, `reference.<role>` as it was sent.

    `pictures` are all of them, as they were sent.
    """
    root, _, role = source.partition(".")
    if root == "picture":
        return to_pil(order.pictures[role], order.width, order.height)
    if root == "reference":
        return to_pil(order.pictures[role])
    if root == "pictures":
        return [to_pil(pixels) for pixels in order.pictures.values()]
    if root == "area":
        return order.width * order.height
    value = getattr(order, root)
    # Pipelines tell "no negative prompt" from an empty one.
    return value if root != "negative_prompt" or value else None


def generators(orders: Sequence[GenerateRequest]) -> list[torch.Generator]:
    """One per order and always the processor's, so that a seed means the same on every card and in every batch."""
    return [torch.Generator("cpu").manual_seed(order.seed) for order in orders]
