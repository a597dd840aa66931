"""Which card of type a scene carries, and where: at the first and last scene the film's title, else what it states.

A card lies clear of the captions, of the subject, and of the margin that a near view cuts away.
"""

from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.framing import Framing
from mutoscope.engines.draw.room import Box, whole_room
from mutoscope.engines.draw.statements import Comparison, Dates, Statement, find_statement
from mutoscope.engines.tasks import DrawRequest
from mutoscope.films.script import Role
from mutoscope.render.emoji import without_emoji
from mutoscope.render.letters import without_unset

CUT_AWAY = 0.115
"""The share of each side that the nearest view of a moving camera does not show."""


@dataclass(frozen=True)
class Title:
    text: str
    closing: bool


Card = Title | Statement


def choose_card(request: DrawRequest) -> Card | None:
    """A title of emoji alone is none that can be set: no font of set-up has them."""
    if without_unset(without_emoji(request.title)):
        return Title(" ".join(request.title.split()), request.role is Role.CLOSE)
    return find_statement(request.narration, request.language)


def lay_out(canvas: Canvas, card: Card | None, framing: Framing) -> tuple[Box | None, Box]:
    """The card's box, and the room left to the figures: side by side in a wide picture, else above one another."""
    room = whole_room(canvas)
    if card is None:
        return None, room
    seen, tall = canvas.seen, canvas.height - 2 * canvas.bleed
    inner = Box(
        canvas.bleed + seen * CUT_AWAY, canvas.bleed + tall * CUT_AWAY,
        canvas.bleed + seen * (1 - CUT_AWAY), canvas.ground - tall * 0.015,
    )  # fmt: skip
    if seen > tall * 1.2:
        middle = canvas.bleed + seen * (0.5 + 0.02 * framing.side)
        if framing.side > 0:
            return Box(inner.left, inner.top, middle, inner.bottom), Box(middle, room.top, room.right, room.bottom)
        return Box(middle, inner.top, inner.right, inner.bottom), Box(room.left, room.top, middle, room.bottom)
    share = 0.56 if isinstance(card, Comparison | Dates) else 0.46
    parting = inner.top + (canvas.ground - inner.top) * share
    return Box(inner.left, inner.top, inner.right, parting), Box(room.left, parting, room.right, room.bottom)
