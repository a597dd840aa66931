"""Writes a scene as SVG in a style's manner: gradients for light, offset silhouettes for shadows, no filters.

Nothing but numbers, our own colours and the pictograms' own markup gets in; filters are left out because they cost
more than everything else together.
"""

import re

from mutoscope.engines.draw.colours import darken, lighten
from mutoscope.engines.draw.outlines import ellipse, number
from mutoscope.engines.draw.palettes import Palette, Swatch
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.scene import Edge, Figure, Form, Glow, Layer, Mark, Scene, Stroke
from mutoscope.engines.draw.staging import HEADS
from mutoscope.engines.draw.styles import Fill, Style

_PAINT = re.compile(r'(fill|stroke|stop-color)="(#[0-9a-fA-F]{3,6})"')
SHADOW = "#14182b"


class SvgWriter:
    """One picture's SVG; definitions are gathered while the layers are written."""

    def __init__(self, scene: Scene, style: Style, palette: Palette, pictograms: Pictograms) -> None:
        self._scene = scene
        self._style = style
        self._palette = palette
        self._pictograms = pictograms
        self._definitions: dict[str, str] = {}
        self._unit = (min(scene.width, scene.height) - 2 * scene.bleed) / 100

    def write(self) -> str:
        """The whole picture, bleed included."""
        return self.write_layers(self._scene.layers)

    def write_layers(self, layers: tuple[Layer, ...]) -> str:
        """Some layers alone on transparency, for a camera that moves between them."""
        self._definitions = {}
        groups = "".join(f"<g>{''.join(self._mark(mark) for mark in layer.marks)}</g>" for layer in layers)
        width, height = self._scene.width, self._scene.height
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f"<defs>{''.join(self._definitions.values())}</defs>{groups}</svg>"
        )

    def _mark(self, mark: Mark) -> str:
        match mark:
            case Form():
                return self._form(mark)
            case Stroke():
                return (
                    f'<path d="{mark.path}" fill="none" stroke="{mark.colour}" stroke-width="{number(mark.thickness)}" '
                    f'stroke-linecap="round" stroke-linejoin="round" stroke-opacity="{mark.opacity:.2f}"/>'
                )
            case Glow():
                return self._glow(mark)
            case Figure():
                return self._portrait(mark) if mark.portrait else self._figure(mark)

    def _form(self, form: Form) -> str:
        shadow = self._relief(form) if form.edge is Edge.BODY and self._style.relief else ""
        outline = self._brushed(form) if form.edge is Edge.BODY and self._style.fill is Fill.WASH else ""
        return f'{shadow}<path d="{form.path}" fill="{self._fill(form)}"/>{outline}'

    def _brushed(self, form: Form) -> str:
        """A thin dry line along the edge, as a brush leaves it."""
        thickness = self._unit / 4.2
        return (
            f'<path d="{form.path}" fill="none" stroke="{darken(form.colour, 0.45)}" stroke-linejoin="round" '
            f'stroke-width="{number(thickness)}" stroke-opacity="{form.opacity * 0.55:.2f}"/>'
        )

    def _fill(self, form: Form) -> str:
        """A colour, or a gradient down the form, as the style fills masses."""
        colour, into, foot = form.colour, form.into, form.opacity if form.foot_opacity is None else form.foot_opacity
        if form.edge is Edge.BODY:
            match self._style.fill:
                case Fill.SOFT:
                    colour, into = lighten(colour, 0.08), into or darken(colour, 0.14)
                case Fill.FLAT:
                    into = None
                case Fill.WASH:
                    colour, into, foot = darken(colour, 0.06), lighten(colour, 0.3), foot * 0.55
        return self._gradient(colour, into or colour, form.opacity, foot)

    def _gradient(self, top: str, foot: str, top_opacity: float, foot_opacity: float) -> str:
        if top == foot and top_opacity == foot_opacity == 1:
            return top
        stops = (
            f'<stop offset="0" stop-color="{top}" stop-opacity="{top_opacity:.2f}"/>'
            f'<stop offset="1" stop-color="{foot}" stop-opacity="{foot_opacity:.2f}"/>'
        )
        return self._define("linearGradient", 'x1="0" y1="0" x2="0" y2="1"', stops)

    def _define(self, element: str, attributes: str, content: str) -> str:
        key = f"{element}{attributes}{content}"
        if key not in self._definitions:
            name = f"d{len(self._definitions)}"
            self._definitions[key] = f'<{element} id="{name}" {attributes}>{content}</{element}>'
        written = re.search(r'id="(\w+)"', self._definitions[key])
        return f"url(#{written.group(1)})" if written else ""

    def _relief(self, form: Form) -> str:
        """A soft shadow made of a few offset copies, thrown up and to the right."""
        unit = self._unit
        strength = self._style.relief * form.opacity
        return "".join(
            f'<path d="{form.path}" fill="{SHADOW}" fill-opacity="{strength:.3f}" '
            f'transform="translate({number(step * 0.35 * unit)} {number(-step * 0.5 * unit)})"/>'
            for step in (0.5, 1, 1.6, 2.3)
        )

    def _glow(self, glow: Glow) -> str:
        middle = f'<stop offset="{glow.core:.2f}" stop-color="{glow.colour}" stop-opacity="{glow.opacity:.2f}"/>'
        fading, offset = glow.opacity * 0.3, (glow.core + 1) / 2
        half = f'<stop offset="{offset:.2f}" stop-color="{glow.colour}" stop-opacity="{fading:.2f}"/>'
        rim = f'<stop offset="1" stop-color="{glow.colour}" stop-opacity="0"/>'
        fill = self._define("radialGradient", "", middle + half + rim)
        return f'<path d="{ellipse(glow.x, glow.y, glow.across, glow.high)}" fill="{fill}"/>'

    def _figure(self, figure: Figure) -> str:
        """The pictogram with its lowest point on the foot line, cut out where the style does so."""
        extent = self._pictograms.extent(figure.name)
        scale = figure.size / 32
        middle = (extent.left + extent.right) / 2
        flip = -1 if figure.mirrored else 1
        place = (
            f"translate({number(figure.x - flip * middle * scale)} {number(figure.foot - extent.bottom * scale)}) "
            f"scale({flip * scale:.4f} {scale:.4f})"
        )
        backing = self._sticker(figure.name, flip) if self._style.sticker else ""
        return f'<g transform="{place}">{backing}{self._body(figure.name)}</g>'

    def _sticker(self, name: str, flip: int) -> str:
        """A white border as if cut out with scissors, and the shadow it throws."""
        plain = _PAINT.sub(lambda found: f'{found.group(1)}="currentColor"', self._pictograms.body(name))
        cut = f'stroke="currentColor" stroke-linejoin="round" stroke-width="2.2">{plain}</g>'
        shadow = "".join(
            f'<g color="{SHADOW}" opacity="0.10" transform="translate({flip * step * 0.5:.2f} {step * 0.7:.2f})" {cut}'
            for step in (0.5, 1, 1.6)
        )
        return f'{shadow}<g color="#fffdf6" {cut}'

    def _portrait(self, figure: Figure) -> str:
        radius = figure.size / 2
        x, y = figure.x, figure.foot - radius
        clip = self._define("clipPath", "", f'<path d="{ellipse(x, y, radius, radius)}"/>')
        inside = self._gradient(self._palette.colour(Swatch.GLASS, 0.9), self._palette.colour(Swatch.MEADOW, 0.8), 1, 1)
        bust = self._in_medallion(figure, radius)
        rim = Form(ellipse(x, y, radius * 1.06, radius * 1.06), "#fffaf0", edge=Edge.BODY)
        disc = f'<path d="{ellipse(x, y, radius, radius)}" fill="{inside}"/>'
        return f'{self._form(rim)}{disc}<g clip-path="{clip}">{self._placed(bust)}</g>'

    def _in_medallion(self, figure: Figure, radius: float) -> Figure:
        """A bust fills the disc from its lower rim; a head is set free in its middle."""
        if figure.name in HEADS:
            extent = self._pictograms.extent(figure.name)
            size = figure.size * 0.68
            foot = figure.foot - radius + (extent.bottom - extent.top) / 2 * size / 32
            return Figure(figure.name, figure.x, foot, size)
        return Figure(figure.name, figure.x, figure.foot + radius * 0.06, figure.size * 0.88)

    def _placed(self, figure: Figure) -> str:
        extent = self._pictograms.extent(figure.name)
        scale = figure.size / 32
        left, top = figure.x - (extent.left + extent.right) / 2 * scale, figure.foot - extent.bottom * scale
        place = f"translate({number(left)} {number(top)}) scale({scale:.4f})"
        return f'<g transform="{place}">{self._body(figure.name)}</g>'

    def _body(self, name: str) -> str:
        def recoloured(found: re.Match[str]) -> str:
            return f'{found.group(1)}="{self._style.figure_colour(found.group(2), self._palette)}"'

        return _PAINT.sub(recoloured, self._pictograms.body(name))
