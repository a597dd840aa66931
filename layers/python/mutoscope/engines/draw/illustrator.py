"""The embedded drawer: a scene's words become a place, an hour and a few figures, painted in layers.

Deterministic: the same request gives the same bytes. No text of the request is ever written into the SVG.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from random import Random

from mutoscope.engines.draw.airs import air_of
from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.card_art import CardArtist
from mutoscope.engines.draw.cards import Card, choose_card, lay_out
from mutoscope.engines.draw.choosing import CAPE, Choice, choose, named_figures, names_place
from mutoscope.engines.draw.colours import darken
from mutoscope.engines.draw.composition import compose_figures
from mutoscope.engines.draw.depths import CARD, FRONT, Depth, gather_depths
from mutoscope.engines.draw.framing import Company, Framing, choose_framing
from mutoscope.engines.draw.inks import choose_inks
from mutoscope.engines.draw.lettering import Align
from mutoscope.engines.draw.light import Weather, choose_palette, under_weather
from mutoscope.engines.draw.motifs import MOTIFS, Motif
from mutoscope.engines.draw.overhang import paint_overhang
from mutoscope.engines.draw.palettes import Palette
from mutoscope.engines.draw.pictograms import Pictograms, installed
from mutoscope.engines.draw.raster import Cut, Finish, Finisher, Pixels, flatten, lightness, rasterise, trim
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.scene import Figure, Glow, Mark, Scene
from mutoscope.engines.draw.scene import Layer as Layered
from mutoscope.engines.draw.sky import paint_sky
from mutoscope.engines.draw.staging import AFLOAT, AIRBORNE, SKY_LIGHTS
from mutoscope.engines.draw.styles import STYLES, Plate, Style, require_style
from mutoscope.engines.draw.svg import SvgWriter
from mutoscope.engines.draw.weather import paint_fall
from mutoscope.engines.tasks import Air, DrawRequest, Laid, Layer, Picture
from mutoscope.render.fonts import use_fonts
from mutoscope.settings import Settings

MOST_RESERVED = 0.6
"""Where captions ask for more of the height than this, figures would be too small to see."""
_PLATE_PAD = 3.0
"""By how much type on a plate keeps inside its box, in units: the plate reaches out as far again."""
MOST_BESIDE = 3
"""Figures that are drawn beside one another where there is no scene for them."""
BLEED = 0.08
"""How far the painting goes on beyond the picture's edges, as a share of its short side."""


def offer(settings: Settings) -> "Illustrator | None":
    """The illustrator, or None where set-up has not brought the pictograms."""
    folder = settings.assets / "node_modules"
    return Illustrator(folder) if installed(folder) else None


@dataclass(frozen=True)
class Plan:
    """A picture before it is painted: its scene, its light, and the card of type it carries, if any, with its place."""

    scene: Scene
    palette: Palette
    card: Card | None
    card_box: Box | None
    plate: Plate
    air: Air
    floats: bool


class Illustrator:
    name = "illustrator"
    version = "9"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def styles(self) -> Mapping[str, str]:
        return {style.name: style.line for style in STYLES.values()}

    def draw(self, request: DrawRequest, laid: Laid | None = None) -> Picture:
        """Paints the request at exactly its size, in at most six layers; raises UnknownStyle."""
        style = require_style(request.style)
        plan = self._plan(request, style)
        layers = self._paint(plan, style, _digest(request), laid)
        if plan.card is not None and plan.card_box is not None:
            layers = self._with_card(request, plan, plan.card, plan.card_box, style, layers)
        return Picture(partial(flatten, layers, request.width, request.height), layers, plan.air, plan.floats)

    def names_figure(self, prompt: str) -> bool:
        """Whether a word names something that can be drawn for itself."""
        return bool(named_figures(prompt, self._pictograms))

    def names(self, prompt: str) -> bool:
        """Whether a word names a figure or a place; without one, a picture would be of anything."""
        return self.names_figure(prompt) or names_place(prompt, self._pictograms)

    def figures(self, prompt: str, style_name: str, side: int, seed: int) -> Pixels:
        """What the prompt names, side by side without surroundings: (side, side * how many, 4), straight alpha."""
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
        plan = self._plan(request, style)
        return plan.scene, plan.palette

    def _plan(self, request: DrawRequest, style: Style) -> Plan:
        chance = Random(_digest(request))
        choice = choose(request, self._pictograms, chance)
        palette = under_weather(choose_palette(style, request.film_seed, choice.hour, chance), choice.weather)
        framing, card = choose_framing(request, chance), choose_card(request)
        if card is not None and choice.place == CAPE:
            choice, framing = _landmark_beside(choice, self._pictograms), replace(framing, second=False)
        motif = MOTIFS[choice.place]
        canvas = _canvas(request, palette, chance, motif.horizon + framing.tilt)
        card_box, room = lay_out(canvas, card, framing)
        lit = not choice.figures or choice.figures[0].name not in SKY_LIGHTS
        sun_x = canvas.width * (0.5 - framing.side * chance.uniform(0.22, 0.36))
        lit = lit and not _hides(card_box, sun_x, canvas, style)
        weather = choice.weather if motif.outdoors else Weather.CLEAR
        sky = paint_sky(canvas, sun_x=sun_x if lit else None, weather=weather) if motif.outdoors else ()
        if choice.figures:
            figures = compose_figures(canvas, motif, style, choice.figures, _beside(framing, card), room)
        else:
            figures = compose_figures(canvas, motif, style, choice.scenery, _by_the_way(framing), room)
        falls = weather if request.falls or weather is Weather.FOG else Weather.CLEAR
        behind = (*_behind(motif.behind(canvas)), *paint_fall(canvas, falls, near=False))
        front = (*motif.front(canvas), *_nearest(canvas, motif))
        if card is None:
            hung = motif.leafy and request.height > request.width and weather is not Weather.SNOW
            overhang = paint_overhang(canvas, side=framing.side) if hung else ()
            front = (*overhang, *front, *paint_fall(canvas, falls, near=True))
        layers = (*sky, *behind, *figures, *front)
        scene = Scene(round(canvas.width), round(canvas.height), bleed=round(canvas.bleed), layers=layers)
        plate, air = style.plate if motif.outdoors else _indoors(style.plate), air_of(choice.place, weather, palette)
        floats = motif.floating or bool(choice.figures and choice.figures[0].name in AIRBORNE | AFLOAT)
        return Plan(scene, palette, card, card_box, plate, air, floats)

    def _paint(self, plan: Plan, style: Style, seed: int, laid: Laid | None) -> tuple[Layer, ...]:
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


def _landmark_beside(choice: Choice, pictograms: Pictograms) -> Choice:
    """Where there is type, the lighthouse stands on the beach clear of it, and not on its cape behind it."""
    return replace(choice, place="sea", figures=(pictograms.describe("lighthouse"), *choice.figures), scenery=())


def _beside(framing: Framing, card: Card | None) -> Framing:
    """A card takes half the picture: what is left is not made small again."""
    if card is None:
        return framing
    # Under type stands what it speaks of.
    return replace(framing, nearness=max(framing.nearness, 0.95), second=False)


def _by_the_way(framing: Framing) -> Framing:
    """Scenery is seen from farther away than a subject."""
    return replace(framing, nearness=framing.nearness * 0.62, company=Company.BEYOND, second=False)


def _indoors(plate: Plate) -> Plate:
    """Shelves and windows are too busy to set type on without a plate."""
    return Plate.LABEL if plate is Plate.GLOW else plate


def _hides(card_box: Box | None, sun_x: float, canvas: Canvas, style: Style) -> bool:
    """Whether bare type would lie over the sun; a plate may."""
    reach = canvas.unit * 12
    return card_box is not None and style.plate is Plate.GLOW and card_box.left - reach < sun_x < card_box.right + reach


def _digest(request: DrawRequest) -> int:
    """Chance of a picture's own: the film's seed is left to the light alone."""
    told = repr(replace(request, film_seed=None, avoid=""))
    # What is to be avoided changes what is chosen and nothing else: the rest of the picture stays as it would be.
    return int.from_bytes(sha256(told.replace(", avoid=''", "").encode()).digest()[:8])


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


def _nearest(canvas: Canvas, motif: Motif) -> tuple[Layered, ...]:
    """A second edge of growth, lower and nearer, where captions leave much of the foreground empty."""
    foot = canvas.bleed + (canvas.height - 2 * canvas.bleed) * 0.86
    if not motif.outdoors or foot - canvas.ground < canvas.unit * 22:
        return ()
    palette = canvas.palette
    shaded = replace(
        palette,
        tint=darken(palette.tint, 0.7),
        tint_share=min(0.8, palette.tint_share + 0.3),
        base=palette.base - 0.14,
    )
    return motif.front(replace(canvas, ground=foot, palette=shaded))


def _layer(scene: Scene, depth: Depth, cut: Cut) -> Layer:
    """Where it lies in the picture; what is farthest is kept to the picture, because it hardly moves."""
    if depth.depth > 0:
        return Layer(cut.pixels, cut.x - scene.bleed, cut.y - scene.bleed, depth.depth)
    inner = cut.pixels[scene.bleed : scene.height - scene.bleed, scene.bleed : scene.width - scene.bleed]
    return Layer(inner.copy(), 0, 0, depth.depth)
