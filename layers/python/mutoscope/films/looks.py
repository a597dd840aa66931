"""Choosing a style and a mood by name: left out means the engine's first, unknown is refused with the list."""

from mutoscope.engines.tasks import Composer, Drawer
from mutoscope.errors import InvalidInput


class UnknownStyle(InvalidInput):
    """There is no style {name}."""

    code = "unknown_style"
    hint = "Choose one of: {known}."


class UnknownMood(InvalidInput):
    """There is no mood {name}."""

    code = "unknown_mood"
    hint = "Choose one of: {known}."


def choose_style(drawer: Drawer, name: str | None) -> str:
    known = tuple(drawer.styles())
    if name is not None and name not in known:
        raise UnknownStyle(param="style", name=name, known=", ".join(known))
    return name or known[0]


def choose_mood(composer: Composer, name: str | None) -> str:
    known = tuple(composer.moods())
    if name is not None and name not in known:
        raise UnknownMood(param="mood", name=name, known=", ".join(known))
    return name or known[0]
