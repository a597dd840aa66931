"""The embedded drawer: a scene's words become a place, an hour and a few figures, painted in layers.

Deterministic: the same request gives the same bytes. No text of the request is ever written into the SVG.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import Random

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.choosing import choose
from mutoscope.engines.draw.composition import compose_figures
from mutoscope.engines.draw.depths import Depth, gather_depths
from mutoscope.engines.draw.framing import choose_framing
from mutoscope.engines.draw.light import choose_palette, under_weather
from mutoscope.engines.draw.motifs import MOTIFS
from mutoscope.engines.draw.palettes import Palette
from mutoscope.engines.draw.pictograms import Pictograms, installed
from mutoscope.engines.draw.raster import Cut, Finish, Finisher, flatten, rasterise, trim
from mutoscope.engines.draw.room import whole_room
from mutoscope.engines.draw.scene import Layer as Layered
from mutoscope.engines.draw.scene import Scene
from mutoscope.engines.draw.sky import paint_sky
from mutoscope.engines.draw.staging import SKY_LIGHTS
from mutoscope.engines.draw.styles import STYLES, Style, require_style
from mutoscope.engines.draw.svg import SvgWriter
from mutoscope.engines.tasks import DrawRequest, Layer, Picture
from mutoscope.settings import Settings

MOST_RESERVED = 0.6
"""Where captions ask for more of the height than this, figures would be too small to see."""
BLEED = 0.08
"""How far the painting goes on beyond the picture's edges, as a share of its short side."""


def offer(settings: Settings) -> "Illustrator | None":
    """The illustrator, or None where set-up has not brought the pictograms."""
    folder = settings.assets / "node_modules"
    return Illustrator(folder) if installed(folder) else None


class Illustrator:
    name = "illustrator"
    version = "2"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def styles(self) -> Mapping[str, str]:
        return {style.name: style.line for style in STYLES.values()}

    def draw(self, request: DrawRequest) -> Picture:
        """Paints the request at exactly its size, in at most six layers; raises UnknownStyle."""
        style = require_style(request.style)
        scene, palette = self.compose(request, style)
        writer = SvgWriter(scene, style, palette, self._pictograms)
        finisher = Finisher(Finish(style.grain, style.vignette, _digest(request)), scene.width, scene.height)
        depths = gather_depths(scene)
        cuts = [(depth, trim(rasterise(writer.write_layers(depth.layers)))) for depth in depths]
        layers = tuple(
            _layer(scene, depth, finisher.lay_over(cut, grained=not depth.depth))
            for depth, cut in cuts
            if cut is not None
        )
        return Picture(flatten(layers, request.width, request.height), layers)

    def compose(self, request: DrawRequest, style: Style) -> tuple[Scene, Palette]:
        """The picture in layers, from far to near, before it is painted."""
        chance = Random(_digest(request))
        choice = choose(request, self._pictograms, chance)
        palette = choose_palette(style, request.film_seed, choice.hour, chance)
        palette = under_weather(palette, choice.weather)
        motif = MOTIFS[choice.place]
        framing = choose_framing(request, chance)
        canvas = _canvas(request, palette, chance, motif.horizon + framing.tilt)
        lit = not choice.figures or choice.figures[0].name not in SKY_LIGHTS
        sun_x = canvas.width * (0.5 - framing.side * chance.uniform(0.22, 0.36))
        sky = paint_sky(canvas, sun_x=sun_x if lit else None) if motif.outdoors else ()
        figures = compose_figures(canvas, motif, style, choice.figures, framing, whole_room(canvas))
        layers = (*sky, *_behind(motif.behind(canvas)), *figures, *motif.front(canvas))
        return Scene(round(canvas.width), round(canvas.height), bleed=round(canvas.bleed), layers=layers), palette

    @cached_property
    def _pictograms(self) -> Pictograms:
        return Pictograms(self._folder)


def _digest(request: DrawRequest) -> int:
    """Chance of a picture's own: the film's seed is left to the light alone."""
    return int.from_bytes(sha256(repr(replace(request, film_seed=None)).encode()).digest()[:8])


def _canvas(request: DrawRequest, palette: Palette, chance: Random, horizon: float) -> Canvas:
    short = min(request.width, request.height)
    bleed = round(short * BLEED)
    ground = request.height * (1 - min(request.reserve_bottom, MOST_RESERVED)) - short * 0.05
    return Canvas(
        width=request.width + 2 * bleed,
        height=request.height + 2 * bleed,
        horizon=bleed + ground * horizon,
        ground=bleed + ground,
        palette=palette,
        chance=chance,
        bleed=bleed,
    )


def _behind(layers: tuple[Layered, ...]) -> tuple[Layered, ...]:
    """However near the ground comes, figures stand before it."""
    return tuple(replace(layer, depth=min(layer.depth, 0.95)) for layer in layers)


def _layer(scene: Scene, depth: Depth, cut: Cut) -> Layer:
    """Where it lies in the picture; what is farthest is kept to the picture, because it hardly moves."""
    if depth.depth > 0:
        return Layer(cut.pixels, cut.x - scene.bleed, cut.y - scene.bleed, depth.depth)
    inner = cut.pixels[scene.bleed : scene.height - scene.bleed, scene.bleed : scene.width - scene.bleed]
    return Layer(inner.copy(), 0, 0, depth.depth)
