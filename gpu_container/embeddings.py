"""Encoded prompts by model and text: a prompt that comes again skips the encoders, which are half of some models.

Invariant: what is kept lies in the machine's memory and was encoded alone, so that it never depends on a batch.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

import torch

Embeddings = tuple[object, ...]
MOST_BYTES = 512 * 2**20


class PromptCache:
    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[object, ...], Embeddings] = OrderedDict()
        self._lock = threading.Lock()
        self.hits = 0
        self.misses = 0

    def forget(self) -> None:
        self._kept.clear()

    def get(self, key: tuple[object, ...], encode: Callable[[], Embeddings]) -> Embeddings:
        with self._lock:
            if key in self._kept:
                self.hits += 1
                self._kept.move_to_end(key)
                return self._kept[key]
            self.misses += 1
        made = tuple(moved(each, torch.device("cpu")) for each in encode())
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(_size(each) for each in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)
        return made


def moved(value: object, device: torch.device) -> object:
    """Tensors, and lists of them, on the device; anything else as it is."""
    if isinstance(value, torch.Tensor):
        return value.to(device)
    if isinstance(value, list | tuple):
        return [moved(each, device) for each in value]
    return value


def joined(values: list[object]) -> object:
    """One batch from what was encoded one by one: tensors along their first axis, lists end to end."""
    first = values[0]
    if isinstance(first, torch.Tensor):
        return torch.cat([each for each in values if isinstance(each, torch.Tensor)])
    if isinstance(first, list):
        return [each for value in values if isinstance(value, list) for each in value]
    return first


def _size(value: object) -> int:
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    return sum(_size(each) for each in value) if isinstance(value, list | tuple) else 0
