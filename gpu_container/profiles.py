"""What a card has: its memory, how it is shared out, and what it can compute.

Invariant: system, buffer, model and inference together never exceed the card's memory less what its driver keeps.
"""

from dataclasses import dataclass

from mutoscope.errors import InvalidInput


class UnknownCard(InvalidInput):
    """There is no profile of a card {card}."""

    code = "unknown_card"
    hint = "Choose one of: {known}; or leave MUTOSCOPE_CARD at `auto`."


@dataclass(frozen=True)
class Card:
    """Memory in MB. `tflops` is dense 16-bit throughput as its maker states it; `fp8` whether it multiplies 8 bits.

    `usable_mb` is what the four shares together may take.
    """

    name: str
    memory_mb: int
    usable_mb: int
    tflops: float
    bf16: bool = True
    fp8: bool = False
    system_mb: int = 500
    buffer_mb: int = 500
    least_inference_mb: int = 2_000
    most_inference_mb: int = 3_000
    most_model_mb: int = 5_000

    @property
    def shared_mb(self) -> int:
        """What models and inference have between them."""
        return self.usable_mb - self.system_mb - self.buffer_mb


def _large(name: str, memory_mb: int, tflops: float, *, bf16: bool = True, fp8: bool = False) -> Card:
    """A card beyond 8 GB: a tenth stays free, a quarter is for inference at least, models may take the rest."""
    usable = memory_mb * 9 // 10
    least = memory_mb // 4
    return Card(
        name, memory_mb, usable, tflops, bf16, fp8,
        least_inference_mb=least, most_inference_mb=memory_mb * 6 // 10, most_model_mb=usable - 1_000 - least,
    )  # fmt: skip


CARDS: dict[str, Card] = {
    card.name: card
    for card in (
        Card("rtx3050", 8_192, 7_192, 36.0),
        _large("rtx3060", 12_288, 51.0),
        _large("rtx4070", 12_288, 117.0, fp8=True),
        _large("rtx4090", 24_564, 330.0, fp8=True),
        _large("t4", 15_360, 65.0, bf16=False),
        _large("a10g", 23_028, 70.0),
        _large("l4", 23_034, 121.0, fp8=True),
        _large("l40s", 46_068, 362.0, fp8=True),
        _large("h100", 81_559, 989.0, fp8=True),
        _large("h200", 143_771, 989.0, fp8=True),
        # The machine's own processor, for tests and tiny checkpoints: so large that nothing has to be given up.
        _large("cpu", 1_000_000, 1_000.0),
    )
}
_NAMES = {
    "3050": "rtx3050", "3060": "rtx3060", "4070": "rtx4070", "4090": "rtx4090", "T4": "t4", "A10G": "a10g",
    "L40S": "l40s", "L4": "l4", "H200": "h200", "H100": "h100",
}  # fmt: skip


def require_card(name: str) -> Card:
    if name not in CARDS:
        raise UnknownCard(card=name, known=", ".join(CARDS))
    return CARDS[name]


def recognise(device_name: str, memory_mb: int) -> Card:
    """The profile for what the driver calls the card; one that nobody knows gets a profile of its memory's size.

    A card that has less memory than its profile (a laptop's 4070) counts as one of its own.
    """
    known = next((CARDS[name] for mark, name in _NAMES.items() if mark in device_name), None)
    if known is not None and memory_mb >= known.memory_mb * 0.95:
        return known
    if memory_mb <= 8_400:
        return Card(device_name, memory_mb, min(7_192, memory_mb - 1_000), 30.0)
    return _large(device_name, memory_mb, 60.0)
