"""OpenAI's voice names, for clients that know no others: each stands for the voice of ours that is nearest to it.

Of a language that has no such voice it is the nearest one that the language has.
"""

from collections.abc import Sequence

OPENAI_NAMES: dict[str, tuple[str, ...]] = {
    "alloy": ("clear-man",),
    "ash": ("calm-man",),
    "ballad": ("gb-calm-man", "calm-man"),
    "cedar": ("wise-man",),
    "coral": ("bright-woman",),
    "echo": ("calm-man",),
    "fable": ("gb-warm-woman", "wise-woman"),
    "marin": ("warm-woman",),
    "nova": ("bright-woman",),
    "onyx": ("deep-man",),
    "sage": ("wise-woman",),
    "shimmer": ("warm-woman",),
    "verse": ("clear-man",),
}
"""The manners that fit the name, the best first: what a voice's own name ends with."""


def own_name(name: str, known: Sequence[str]) -> str | None:
    """Which of the voices `known` the OpenAI name stands for; None for what is no such name."""
    manners = OPENAI_NAMES.get(name.strip().lower(), ())
    fitting = (voice for manner in manners for voice in known if voice.endswith(manner))
    return next(fitting, known[0] if manners and known else None)


def openai_names(voice: str, known: Sequence[str]) -> list[str]:
    """The OpenAI names that the voice answers to."""
    return [name for name in OPENAI_NAMES if own_name(name, known) == voice]
