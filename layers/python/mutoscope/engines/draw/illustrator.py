"""The embedded drawer: a scene's words become a place, an hour and a few figures, painted in layers.

Deterministic: the same request gives the same bytes. No text of the request is ever written into the SVG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from mutoscope.engines.draw.account import account_of
from mutoscope.engines.draw.cards import Card
from mutoscope.engines.draw.choosing import named_figures, names_place
from mutoscope.engines.draw.depths import CARD, FRONT, Depth, gather_depths
from mutoscope.engines.draw.inks import choose_inks
from mutoscope.engines.draw.light import choose_palette
from mutoscope.engines.draw.palettes import Palette
from mutoscope.engines.draw.pictograms import Pictograms, installed
from mutoscope.engines.draw.planning import Plan, digest, plan_picture
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.scene import Figure, Glow, Mark, Scene
from mutoscope.engines.draw.scene import Layer as Layered
from mutoscope.engines.draw.staging import AIRBORNE
from mutoscope.engines.draw.styles import STYLES, Plate, Style, require_style
from mutoscope.engines.draw.svg import SvgWriter
from mutoscope.engines.tasks import DrawRequest, Laid, Layer, Picture
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from mutoscope.engines.draw.raster import Cut, Pixels

_PLATE_PAD = 3.0
"""By how much type on a plate keeps inside its box, in units: the plate reaches out as far again."""
MOST_BESIDE = 3
"""Figures that are drawn beside one another where there is no scene for them."""


def offer(settings: Settings) -> Illustrator | None:
    """The illustrator, or None where set-up has not brought the pictograms."""
    folder = settings.assets / "node_modules"
    return Illustrator(folder) if installed(folder) else None


class Illustrator:
    name = "illustrator"
    version = "19"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def styles(self) -> Mapping[str, str]:
        return {style.name: style.line for style in STYLES.values()}

    def draw(self, request: DrawRequest, laid: Laid | None = None) -> Picture:
        """Paints the request at exactly its size, in at most six layers; raises UnknownStyle."""
        # What paints is loaded to paint, here and below: who orders asks for names and styles.
        from mutoscope.engines.draw.raster import flatten

        style = require_style(request.style)
        plan = plan_picture(request, style, self._pictograms)
        layers = self._paint(plan, style, digest(request), laid)
        if plan.card is not None and plan.card_box is not None:
            layers = self._with_card(request, plan, plan.card, plan.card_box, style, layers)
        flat = partial(flatten, layers, request.width, request.height)
        drawn, not_drawn = account_of(request.prompt, plan, self._pictograms)
        return Picture(flat, layers, plan.air, plan.floats, drawn, not_drawn)

    def names_figure(self, prompt: str) -> bool:
        """Whether a word names something that can be drawn for itself."""
        return bool(named_figures(prompt, self._pictograms))

    def names(self, prompt: str) -> bool:
        """Whether a word names a figure or a place; without one, a picture would be of anything."""
        return self.names_figure(prompt) or names_place(prompt, self._pictograms)

    def figures(self, prompt: str, style_name: str, side: int, seed: int) -> Pixels:
        """What the prompt names, side by side without surroundings: (side, side * how many, 4), straight alpha."""
        from mutoscope.engines.draw.raster import rasterise

        style = require_style(style_name)
        named = named_figures(prompt, self._pictograms)[:MOST_BESIDE]
        palette = choose_palette(style, None, None, Random(seed))
        marks: list[Mark] = []
        for number, pictogram in enumerate(named):
            x, foot, size = side * (number + 0.5), side * 0.95, side * 0.9
            if pictogram.name not in AIRBORNE:
                marks.append(Glow(x, foot - size * 0.005, size * 0.5, size * 0.05, "#141a2b", 0.4, core=0.2))
            marks.append(Figure(pictogram.name, x, foot, size, mirrored=bool(seed % 2)))
        scene = Scene(side * max(1, len(named)), side, bleed=0, layers=(Layered("figures", 0.9, tuple(marks)),))
        return rasterise(SvgWriter(scene, style, palette, self._pictograms).write_layers(scene.layers))

    def compose(self, request: DrawRequest, style: Style) -> tuple[Scene, Palette]:
        """The picture in layers, from far to near, before it is painted."""
        plan = plan_picture(request, style, self._pictograms)
        return plan.scene, plan.palette

    def _paint(self, plan: Plan, style: Style, seed: int, laid: Laid | None) -> tuple[Layer, ...]:
        from mutoscope.engines.draw.raster import Finish, Finisher, rasterise, trim

        scene = plan.scene
        writer = SvgWriter(scene, style, plan.palette, self._pictograms)
        finisher = Finisher(Finish(style.grain, style.vignette, seed), scene.width, scene.height)
        layers: list[Layer] = []
        depths = gather_depths(scene)
        # One at a time: all of them unfinished are as large as all that a picture is in the end.
        for depth in depths:
            cut = trim(rasterise(writer.write_layers(depth.layers)))
            if cut is not None:
                layers.append(_layer(scene, depth, finisher.lay_over(cut, grained=not depth.depth)))
            if laid is not None:
                laid(layers, len(depths))
        return tuple(layers)

    def _with_card(
        self, request: DrawRequest, plan: Plan, card: Card, box: Box, style: Style, layers: tuple[Layer, ...]
    ) -> tuple[Layer, ...]:
        """The card comes before the nearest growth and after everything else."""
        from mutoscope.engines.draw.card_art import CardArtist
        from mutoscope.engines.draw.lettering import Align
        from mutoscope.engines.draw.raster import lightness, trim
        from mutoscope.render.fonts import use_fonts

        use_fonts(self._folder.parent)
        unit = (min(plan.scene.width, plan.scene.height) - 2 * plan.scene.bleed) / 100
        inks = choose_inks(
            replace(style, plate=plan.plate), plan.palette, behind=lightness(layers[0], box, plan.scene.bleed)
        )
        align = Align.START if request.width > request.height * 1.2 else Align.MIDDLE
        if plan.plate is not Plate.GLOW:
            box = replace(box, left=box.left + unit * _PLATE_PAD, right=box.right - unit * _PLATE_PAD)
        cut = trim(CardArtist(box, unit, request.language, inks, plan.plate, align).paint(card).pixels)
        origin = (int(box.left - unit * 9), int(box.top - unit * 9))
        assert cut is not None
        x, y = (cut.x + origin[0] - plan.scene.bleed, cut.y + origin[1] - plan.scene.bleed)
        placed = Layer(cut.pixels, x, y, CARD)
        return (
            *(layer for layer in layers if layer.depth < FRONT),
            placed,
            *(layer for layer in layers if layer.depth == FRONT),
        )

    @cached_property
    def _pictograms(self) -> Pictograms:
        return Pictograms(self._folder)


def _layer(scene: Scene, depth: Depth, cut: Cut) -> Layer:
    """Where it lies in the picture; what is farthest is kept to the picture, because it hardly moves."""
    if depth.depth > 0:
        return Layer(cut.pixels, cut.x - scene.bleed, cut.y - scene.bleed, depth.depth)
    inner = cut.pixels[scene.bleed : scene.height - scene.bleed, scene.bleed : scene.width - scene.bleed]
    return Layer(inner.copy(), 0, 0, depth.depth)
