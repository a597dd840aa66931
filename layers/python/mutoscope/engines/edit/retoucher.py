"""The embedded editor of pictures: classical retouching, and the illustrator's hand where something new is drawn.

It follows an instruction whole or refuses it, and changes nothing outside of a mask.
"""

from collections.abc import Callable

import numpy as np

from mutoscope.engines.draw import illustrator
from mutoscope.engines.draw.illustrator import Illustrator
from mutoscope.engines.edit import backdrop
from mutoscope.engines.edit.healing import healed
from mutoscope.engines.edit.instruction import (
    Drawn,
    Edit,
    EditNotUnderstood,
    figure_to_add,
    is_command,
    is_removal,
    read,
    scene_behind,
    wanted_in_mask,
)
from mutoscope.engines.edit.redrawing import (
    MOST_OF_A_FIGURE,
    calmest_box,
    draw_scene,
    place_figure,
    redraw_figure,
    redraw_scene,
)
from mutoscope.engines.edit.sheet import Sheet, mixed, pixels_of, sheet_of
from mutoscope.engines.edit.variations import choose_variation
from mutoscope.engines.tasks import Edited, EditRequest
from mutoscope.errors import InvalidInput
from mutoscope.media.masks import Cover, cover_of, feathered
from mutoscope.settings import Settings


class FrameNotMasked(InvalidInput):
    """An edit that changes the picture's frame cannot be made within a mask."""

    code = "frame_not_masked"
    hint = "Leave the mask out, or what turns or crops the picture."


Report = Callable[[float], None]
_STRENGTHS = (1.0, 0.7, 1.4, 0.5, 1.7, 0.85, 1.2, 0.6, 1.55, 0.4)
"""Of several results of one instruction, each carries it out more or less strongly."""


def offer(settings: Settings) -> "Retoucher | None":
    drawer = illustrator.offer(settings)
    return Retoucher(drawer) if drawer is not None else None


class Retoucher:
    name = "retoucher"
    version = "3"

    def __init__(self, drawer: Illustrator) -> None:
        self._drawer = drawer

    def require(self, prompt: str, *, masked: bool) -> None:
        """Refuses what no picture and no mask would make it able to do. Raises EditNotUnderstood."""
        edits, unknown = read(prompt)
        if (edits and not unknown) or (masked and is_removal(prompt)):
            return
        if masked:
            named = self._drawer.names(wanted_in_mask(prompt))
        else:
            drawn = figure_to_add(prompt) or scene_behind(prompt)
            named = self._drawer.names(drawn.words if drawn else prompt) and bool(drawn or not is_command(prompt))
        if named:
            return
        raise EditNotUnderstood(param="prompt", unknown=", ".join(unknown) or "what is to change")

    def edit(self, request: EditRequest, report: Report) -> Edited:
        """Raises EditNotUnderstood, SubjectNotTold."""
        sheet = sheet_of(request.picture)
        cover = request.mask
        edits, unknown = read(request.prompt)
        dice = np.random.default_rng([request.seed, request.variation])
        if edits and not unknown:
            strength = _STRENGTHS[request.variation % len(_STRENGTHS)]
            return self._edited(sheet, cover, edits, strength, dice, report)
        if cover is None and (behind := scene_behind(request.prompt)) and self._drawer.names(behind.words):
            return self._before_another_scene(self._ready(sheet, behind, dice), request, behind)
        added = figure_to_add(request.prompt) if cover is None else None
        if added and self._drawer.names_figure(added.words):
            return self._with_a_figure(self._ready(sheet, added, dice), request, added)
        if cover is None and (request.picture[:, :, 3] < 128).any():
            # As OpenAI has it: without a mask, the clear part of the picture itself is what is drawn.
            cover = cover_of(request.picture)
        if cover is None:
            raise EditNotUnderstood(param="prompt", unknown=", ".join(unknown) or "what is to change")
        return self._redrawn(sheet, cover, request, dice)

    def vary(self, request: EditRequest, report: Report) -> Edited:
        dice = np.random.default_rng([request.seed, request.variation])
        sheet = sheet_of(request.picture)
        return self._edited(sheet, None, choose_variation(dice), 1.0, dice, report)

    def _edited(
        self, sheet: Sheet, cover: Cover | None, edits: tuple[Edit, ...], strength: float, dice: np.random.Generator,
        report: Report,
    ) -> Edited:  # fmt: skip
        changed = sheet
        for number, edit in enumerate(edits, start=1):
            changed = edit.apply(changed, edit.strength * strength, dice)
            report(number / (len(edits) + 1))
        if cover is not None and changed.colour.shape != sheet.colour.shape:
            raise FrameNotMasked(param="mask")
        if cover is not None:
            share = feathered(cover)[:, :, 0]
            changed = Sheet(mixed(sheet.colour, changed.colour, share), mixed(sheet.cover, changed.cover, share))
        return Edited(pixels_of(changed), tuple(edit.name for edit in edits))

    def _ready(self, sheet: Sheet, drawn: Drawn, dice: np.random.Generator) -> Sheet:
        for edit in drawn.edits:
            sheet = edit.apply(sheet, edit.strength, dice)
        return sheet

    def _before_another_scene(self, sheet: Sheet, request: EditRequest, behind: Drawn) -> Edited:
        scene = draw_scene(self._drawer, behind.words, request.style, sheet.width, sheet.height, _seed(request))
        return Edited(pixels_of(backdrop.put_before(sheet, scene)), _named(behind, "background redrawn"))

    def _with_a_figure(self, sheet: Sheet, request: EditRequest, added: Drawn) -> Edited:
        box = calmest_box(sheet, added.side)
        drawn = place_figure(sheet, box, self._drawer, added.words, request.style, _seed(request))
        return Edited(pixels_of(drawn), _named(added, "figure drawn"))

    def _redrawn(self, sheet: Sheet, cover: Cover, request: EditRequest, dice: np.random.Generator) -> Edited:
        if is_removal(request.prompt):
            colour = mixed(sheet.colour, healed(sheet.colour, cover, dice), feathered(cover, 2.0)[:, :, 0])
            return Edited(pixels_of(sheet.painted(colour)), ("healed",))
        words = wanted_in_mask(request.prompt)
        if self._drawer.names_figure(words) and float(cover.mean()) <= MOST_OF_A_FIGURE:
            drawn = redraw_figure(sheet, cover, self._drawer, words, request.style, _seed(request), dice)
            return Edited(pixels_of(drawn), ("redrawn with a figure",))
        if not self._drawer.names(words):
            raise EditNotUnderstood(param="prompt", unknown=words)
        scene = draw_scene(self._drawer, words, request.style, sheet.width, sheet.height, _seed(request))
        return Edited(pixels_of(redraw_scene(sheet, cover, scene)), ("redrawn as a scene",))


def _named(drawn: Drawn, done: str) -> tuple[str, ...]:
    return (*(edit.name for edit in drawn.edits), done)


def _seed(request: EditRequest) -> int:
    return request.seed + request.variation
