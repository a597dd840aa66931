"""The embedded drawer: a scene's words become a place, an hour and a few figures, painted in layers.

Deterministic: the same request gives the same bytes. No text of the request is ever drawn or written into the SVG.
"""

from collections.abc import Mapping
from dataclasses import astuple
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import Random

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.choosing import choose
from mutoscope.engines.draw.composition import compose_figures
from mutoscope.engines.draw.motifs import MOTIFS
from mutoscope.engines.draw.palettes import Hour, Palette
from mutoscope.engines.draw.pictograms import Pictograms, installed
from mutoscope.engines.draw.raster import rasterise
from mutoscope.engines.draw.scene import Scene
from mutoscope.engines.draw.sky import paint_sky
from mutoscope.engines.draw.staging import SKY_LIGHTS
from mutoscope.engines.draw.styles import STYLES, Style, require_style
from mutoscope.engines.draw.svg import SvgWriter
from mutoscope.engines.tasks import DrawRequest, Picture
from mutoscope.settings import Settings

MOST_RESERVED = 0.6
"""Where captions ask for more of the height than this, figures would be too small to see."""


def offer(settings: Settings) -> "Illustrator | None":
    """The illustrator, or None where set-up has not brought the pictograms."""
    folder = settings.assets / "node_modules"
    return Illustrator(folder) if installed(folder) else None


class Illustrator:
    name = "illustrator"
    version = "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def styles(self) -> Mapping[str, str]:
        return {style.name: style.line for style in STYLES.values()}

    def draw(self, request: DrawRequest) -> Picture:
        """Paints the request at exactly its size; raises UnknownStyle."""
        style = require_style(request.style)
        scene, palette = self.compose(request, style)
        svg = SvgWriter(scene, style, palette, self._pictograms).write()
        return Picture(rasterise(svg, grain=style.grain, seed=_digest(request)))

    def compose(self, request: DrawRequest, style: Style) -> tuple[Scene, Palette]:
        """The picture in layers, from far to near, before it is painted."""
        chance = Random(_digest(request))
        choice = choose(request, self._pictograms, chance)
        palette = _choose_palette(style, choice.hour, chance)
        motif = MOTIFS[choice.place]
        ground = (
            request.height * (1 - min(request.reserve_bottom, MOST_RESERVED))
            - min(request.width, request.height) * 0.05
        )
        canvas = Canvas(request.width, request.height, ground * motif.horizon, ground, palette, chance)
        side = chance.choice((-1, 1))
        lit = not choice.figures or choice.figures[0].name not in SKY_LIGHTS
        sun_x = canvas.width * (0.5 - side * chance.uniform(0.22, 0.36))
        sky = paint_sky(canvas, sun_x=sun_x if lit else None) if motif.outdoors else ()
        figures = compose_figures(canvas, motif, style, choice.figures, side)
        return Scene(
            request.width, request.height, (*sky, *motif.behind(canvas), *figures, *motif.front(canvas))
        ), palette

    @cached_property
    def _pictograms(self) -> Pictograms:
        return Pictograms(self._folder)


def _digest(request: DrawRequest) -> int:
    return int.from_bytes(sha256(repr(astuple(request)).encode()).digest()[:8])


def _choose_palette(style: Style, hour: Hour | None, chance: Random) -> Palette:
    """One of the asked hour where the style has it; otherwise by chance, mostly day and no unasked night."""
    fitting = [palette for palette in style.palettes if palette.hour is hour]
    usual = [palette for palette in style.palettes if palette.hour is not Hour.NIGHT] or list(style.palettes)
    offered = fitting or usual
    return chance.choices(offered, weights=[3 if palette.hour is Hour.DAY else 1 for palette in offered])[0]
