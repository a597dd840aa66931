"""A picture before it is painted: what it shows, where everything lies, in which light and with which card of type.

All chance comes from the request, so the same request gives the same plan.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from mutoscope.engines.draw.airs import air_of
from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.cards import Card, choose_card, lay_out
from mutoscope.engines.draw.choosing import CAPE, Choice, choose
from mutoscope.engines.draw.colours import darken
from mutoscope.engines.draw.composition import compose_figures
from mutoscope.engines.draw.framing import Company, Framing, choose_framing
from mutoscope.engines.draw.light import Weather, choose_palette, under_weather
from mutoscope.engines.draw.motifs import MOTIFS, Motif
from mutoscope.engines.draw.overhang import paint_overhang
from mutoscope.engines.draw.palettes import Palette
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.scene import Layer, Scene
from mutoscope.engines.draw.sky import paint_sky
from mutoscope.engines.draw.staging import AFLOAT, AIRBORNE, SKY_LIGHTS
from mutoscope.engines.draw.styles import Plate, Style
from mutoscope.engines.draw.weather import paint_fall
from mutoscope.engines.tasks import Air, DrawRequest

MOST_RESERVED = 0.6
"""Where captions ask for more of the height than this, figures would be too small to see."""
BLEED = 0.08
"""How far the painting goes on beyond the picture's edges, as a share of its short side."""


@dataclass(frozen=True)
class Plan:
    """`card_box` is where the card of type lies, if there is one."""

    choice: Choice
    scene: Scene
    palette: Palette
    card: Card | None
    card_box: Box | None
    plate: Plate
    air: Air
    floats: bool


def plan_picture(request: DrawRequest, style: Style, pictograms: Pictograms) -> Plan:
    chance = Random(digest(request))
    choice = choose(request, pictograms, chance)
    palette = under_weather(choose_palette(style, request.film_seed, choice.hour, chance), choice.weather)
    framing, card = choose_framing(request, chance), choose_card(request)
    if card is not None and choice.place == CAPE:
        choice, framing = _landmark_beside(choice, pictograms), replace(framing, second=False)
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
    return Plan(choice, scene, palette, card, card_box, plate, air, floats)


def digest(request: DrawRequest) -> int:
    """Chance of a picture's own: the film's seed is left to the light alone."""
    told = repr(replace(request, film_seed=None, avoid=""))
    # What is to be avoided changes what is chosen and nothing else: the rest of the picture stays as it would be.
    return int.from_bytes(sha256(told.replace(", avoid=''", "").encode()).digest()[:8])


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


def _behind(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """However near the ground comes, figures stand before it."""
    return tuple(replace(layer, depth=min(layer.depth, 0.95)) for layer in layers)


def _nearest(canvas: Canvas, motif: Motif) -> tuple[Layer, ...]:
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
