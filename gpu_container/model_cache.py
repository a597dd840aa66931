"""The components of models, each kept once: a master in the machine's memory, and a copy on the card while it is used.

Invariant: what is leased stays on the card; what is not leaves it, least recently used first, before the card's share
for models is exceeded. A master never changes, so leaving the card is free.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch

from mutoscope.errors import MutoscopeError


@dataclass(frozen=True)
class ComponentKey:
    """Whose weights these are: equal keys are the same bytes. `variation` names what was attached or cast."""

    repo: str
    revision: str
    dtype: str
    name: str
    variation: str = ""


class ShareExceeded(MutoscopeError):
    """The components in use take {needed} MB of the card, and its share for models is {share}."""

    code = "model_share_exceeded"
    hint = "The studio tries again by itself; correct the sizes of the row in the catalogue if it stays so."
    retryable = True


@dataclass
class Component:
    module: torch.nn.Module
    size: int
    masters: dict[str, torch.Tensor]
    on_card: bool = False
    leases: int = 0
    used: float = field(default_factory=time.monotonic)


class ModelCache:
    def __init__(self, device: torch.device, *, card_bytes: int, memory_bytes: int) -> None:
        self.device = device
        self._card_bytes = card_bytes
        self._memory_bytes = memory_bytes
        self._components: dict[ComponentKey, Component] = {}
        self._lock = threading.RLock()
        self.listeners: list[Callable[[ComponentKey], None]] = []
        """Told of every component that was forgotten."""

    def find(self, key: ComponentKey) -> torch.nn.Module | None:
        with self._lock:
            found = self._components.get(key)
            return found.module if found else None

    def keep(self, key: ComponentKey, module: torch.nn.Module) -> None:
        """Takes the module, which lies in the machine's memory, as the master of this key."""
        with self._lock:
            if key in self._components:
                return
            masters = {name: self._pinned(tensor.data) for name, tensor in _tensors(module)}
            size = sum(tensor.numel() * tensor.element_size() for tensor in masters.values())
            self._make_room_in_memory(size)
            self._components[key] = Component(module, size, masters)

    @contextmanager
    def lease(self, keys: Sequence[ComponentKey]) -> Iterator[None]:
        """These components are on the card for as long as the block lasts. Raises ShareExceeded."""
        with self._lock:
            wanted = [self._components[key] for key in keys]
            for component in wanted:
                component.leases += 1
                component.used = time.monotonic()
        try:
            with self._lock:
                for component in wanted:
                    self._to_card(component)
            yield
        finally:
            with self._lock:
                for component in wanted:
                    component.leases -= 1
                    component.used = time.monotonic()

    def clear_card(self) -> int:
        """Takes everything that is not leased off the card; answers how many bytes that were."""
        with self._lock:
            idle = [each for each in self._components.values() if each.on_card and not each.leases]
            for component in idle:
                self._off_card(component)
            return sum(component.size for component in idle)

    def forget(self, key: ComponentKey) -> None:
        with self._lock:
            component = self._components.pop(key, None)
        if component is not None:
            for tell in self.listeners:
                tell(key)

    @property
    def on_card(self) -> dict[ComponentKey, int]:
        with self._lock:
            return {key: each.size for key, each in self._components.items() if each.on_card}

    @property
    def in_memory(self) -> dict[ComponentKey, int]:
        with self._lock:
            return {key: each.size for key, each in self._components.items()}

    def _to_card(self, component: Component) -> None:
        if component.on_card:
            return
        self._make_room_on_card(component.size)
        for name, tensor in _tensors(component.module):
            tensor.data = component.masters[name].to(self.device, non_blocking=True)
        component.on_card = True

    def _off_card(self, component: Component) -> None:
        for name, tensor in _tensors(component.module):
            tensor.data = component.masters[name]
        component.on_card = False

    def _make_room_on_card(self, size: int) -> None:
        taken = sum(each.size for each in self._components.values() if each.on_card)
        for component in self._idle(lambda each: each.on_card):
            if taken + size <= self._card_bytes:
                return
            self._off_card(component)
            taken -= component.size
        if taken + size > self._card_bytes:
            raise ShareExceeded(needed=(taken + size) // 2**20, share=self._card_bytes // 2**20)

    def _make_room_in_memory(self, size: int) -> None:
        taken = sum(each.size for each in self._components.values())
        for component in self._idle(lambda each: each.size > 0):
            if taken + size <= self._memory_bytes:
                return
            self.forget(next(key for key, each in self._components.items() if each is component))
            taken -= component.size

    def _idle(self, which: Callable[[Component], bool]) -> list[Component]:
        idle = [each for each in self._components.values() if not each.leases and which(each)]
        return sorted(idle, key=lambda each: each.used)

    def _pinned(self, tensor: torch.Tensor) -> torch.Tensor:
        return tensor.pin_memory() if self.device.type == "cuda" and tensor.numel() else tensor


def _tensors(module: torch.nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    yield from module.named_parameters()
    yield from ((f"buffer {name}", tensor) for name, tensor in module.named_buffers())
