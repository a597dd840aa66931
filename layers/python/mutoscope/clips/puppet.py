"""A drawn presenter as SVG: a body, and a head whose mouth, eyes and brows can be set.

Everything is drawn here in units of a 400 by 480 picture; the neck, on which the head turns, is at `NECK`.
"""

from dataclasses import dataclass

from mutoscope.clips.visemes import Mouth

WIDTH, HEIGHT = 400, 480
NECK = (200, 290)
_MOUTH_X, _MOUTH_Y = 200, 231
_SHOULDERS = 26
"""How much higher they come than they are drawn."""


@dataclass(frozen=True)
class Presenter:
    """How one looks: colours as #rrggbb; `hair` is one of the cuts of `_HAIR`."""

    name: str
    gender: str
    skin: str
    shade: str
    lips: str
    hair_colour: str
    hair: str
    cloth: str
    cloth_dark: str
    shirt: str
    iris: str
    glasses: bool = False
    beard: bool = False


PRESENTERS = {
    each.name: each
    for each in (
        Presenter("maya", "female", "#c98a5e", "#b07248", "#a4483f", "#2b1b17", "long", "#2f6f73", "#255a5e", "#f6efe2",
                  "#4a2e1a"),
        Presenter("omar", "male", "#a86f47", "#8f5a37", "#8c4a3e", "#1d1715", "short", "#33486b", "#283a58", "#eef2f6",
                  "#38230f", beard=True),
        Presenter("lena", "female", "#f1c6a5", "#dda882", "#c25a58", "#b5652c", "bob", "#a33d4f", "#872f40", "#fbf3ea",
                  "#3f6d7d", glasses=True),
        Presenter("tomas", "male", "#eab893", "#d39b74", "#b5605a", "#5a3d26", "wave", "#5c6b3f", "#4a5732", "#f4f1e6",
                  "#4b6a3c"),
    )
}  # fmt: skip
_HAIR = {
    "long": (
        "M108 170C100 78 150 48 200 48S300 78 292 170C298 236 306 296 300 330C276 344 262 330 262 300V190H138V300"
        "C138 330 124 344 100 330C94 296 102 236 108 170Z",
        "M118 168C116 108 150 74 204 70C258 74 286 112 282 170C268 150 250 132 236 112C214 138 160 148 118 168Z",
    ),
    "short": (
        "M116 160C110 88 150 54 200 54S290 88 284 160L274 188H126Z",
        "M118 156C112 96 152 60 204 60S288 94 282 156C278 138 272 126 262 118C232 126 168 124 140 116"
        "C128 126 122 138 118 156Z",
    ),
    "bob": (
        "M104 176C98 84 148 50 200 50S302 84 296 176C298 220 296 250 286 268C268 276 258 262 260 240V190H140V240"
        "C142 262 132 276 114 268C104 250 102 220 104 176Z",
        "M116 172C112 104 152 72 196 70C250 70 290 106 284 172C276 150 268 138 258 128C222 134 190 122 176 104"
        "C160 132 136 146 116 172Z",
    ),
    "wave": (
        "M114 162C104 86 150 50 204 48S296 84 286 162L276 190H124Z",
        "M116 158C106 100 140 62 190 58C214 40 262 50 274 78C292 92 290 130 284 158C280 138 270 124 256 116"
        "C236 126 206 118 190 104C170 122 130 126 116 158Z",
    ),
}


@dataclass(frozen=True)
class Face:
    """`lids` 0 is wide open and 1 shut; `brows` says how far they are raised, 0 to 1; the gaze is in units."""

    mouth: Mouth
    lids: float = 0.0
    brows: float = 0.0
    gaze: float = 0.0


def body_svg(who: Presenter, scale: float) -> str:
    """Shoulders, collar and neck, behind the head."""
    parts = (
        f'<path d="M38 520C38 392 84 352 150 334L200 326L250 334C316 352 362 392 362 520Z" fill="{who.cloth}"/>'
        f'<path d="M38 520C38 392 84 352 150 334L166 330C150 380 150 430 156 520Z" fill="{who.cloth_dark}" '
        f'opacity="0.55"/>'
        f'<path d="M156 331L200 404L244 331L222 318H178Z" fill="{who.shirt}"/>'
        f'<path d="M168 250H232V318C232 340 214 352 200 352S168 340 168 318Z" fill="{who.shade}"/>'
        f'<path d="M168 276C176 300 224 300 232 276V300C226 318 174 318 168 300Z" fill="#20100c" opacity="0.22"/>'
        f'<path d="M150 334L166 326L200 402L176 520H132C138 420 140 372 150 334Z" fill="{who.cloth}"/>'
        f'<path d="M250 334L234 326L200 402L224 520H268C262 420 260 372 250 334Z" fill="{who.cloth}"/>'
        f'<path d="M166 326L200 402L176 520M234 326L200 402L224 520" fill="none" stroke="{who.cloth_dark}" '
        f'stroke-width="2.5" stroke-linejoin="round"/>'
    )
    return _svg(f'<g transform="translate(0 {-_SHOULDERS})">{"".join(parts)}</g>', scale)


def head_svg(who: Presenter, face: Face, scale: float) -> str:
    behind, before = _HAIR[who.hair]
    parts = (
        f'<path d="{behind}" fill="{who.hair_colour}"/>',
        f'<ellipse cx="117" cy="188" rx="13" ry="20" fill="{who.shade}"/>',
        f'<ellipse cx="283" cy="188" rx="13" ry="20" fill="{who.shade}"/>',
        f'<path d="M120 160C120 96 156 74 200 74S280 96 280 160C280 236 246 282 200 282S120 236 120 160Z" '
        f'fill="{who.skin}"/>',
        f'<path d="M252 92C274 112 280 136 280 160C280 236 246 282 200 282C236 262 262 214 262 160C262 132 260 110 252 '
        f'92Z" fill="{who.shade}" opacity="0.28"/>',
        _beard(who) if who.beard else "",
        f'<ellipse cx="146" cy="214" rx="17" ry="11" fill="{who.lips}" opacity="0.13"/>',
        f'<ellipse cx="254" cy="214" rx="17" ry="11" fill="{who.lips}" opacity="0.13"/>',
        _eye(who, face, 164),
        _eye(who, face, 236),
        _brow(who, face, 164, -1),
        _brow(who, face, 236, 1),
        f'<path d="M201 178C205 192 208 200 206 205C203 209 196 209 192 206" fill="none" stroke="{who.shade}" '
        f'stroke-width="4" stroke-linecap="round"/>',
        _mouth(who, face.mouth),
        f'<path d="{before}" fill="{who.hair_colour}"/>',
        f'<path d="{before}" fill="#ffffff" opacity="0.06"/>',
        _GLASSES if who.glasses else "",
    )
    return _svg("".join(parts), scale)


def _svg(content: str, scale: float) -> str:
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{content}</svg>"
    )


_GLASSES = (
    '<g fill="#ffffff" fill-opacity="0.12" stroke="#2b2b33" stroke-width="4"><rect x="136" y="156" width="56" '
    'height="44" rx="19"/><rect x="208" y="156" width="56" height="44" rx="19"/><path d="M192 172C197 168 203 168 208 '
    '172M136 172L119 168M264 172L281 168" fill="none"/></g>'
)


def _beard(who: Presenter) -> str:
    return (
        f'<path d="M121 178C124 250 156 290 200 290S276 250 279 178C272 204 262 214 244 214C226 204 174 204 156 214'
        f'C138 214 128 204 121 178Z" fill="{who.hair_colour}" opacity="0.93"/>'
    )


def _eye(who: Presenter, face: Face, x: float) -> str:
    opened = max(0.06, 1 - face.lids)
    high = 12.5 * opened
    if opened < 0.2:
        return (
            f'<path d="M{x - 16} 180Q{x} {186:.1f} {x + 16} 180" fill="none" stroke="#2a1c18" stroke-width="4" '
            f'stroke-linecap="round"/>'
        )
    iris = x + face.gaze
    return (
        f'<clipPath id="e{x:.0f}"><ellipse cx="{x}" cy="178" rx="16.5" ry="{high:.2f}"/></clipPath>'
        f'<g clip-path="url(#e{x:.0f})"><rect x="{x - 20}" y="160" width="40" height="36" fill="#fffdfa"/>'
        f'<circle cx="{iris:.2f}" cy="178.5" r="9.4" fill="{who.iris}"/>'
        f'<circle cx="{iris:.2f}" cy="178.5" r="4.6" fill="#120c0a"/>'
        f'<circle cx="{iris + 3:.2f}" cy="174.5" r="2.7" fill="#ffffff"/></g>'
        f'<path d="M{x - 17} {178 - high * 0.25:.2f}Q{x} {178 - high * 1.32:.2f} {x + 17} {178 - high * 0.25:.2f}" '
        f'fill="none" stroke="#2a1c18" stroke-width="3.6" stroke-linecap="round"/>'
    )


def _brow(who: Presenter, face: Face, x: float, side: int) -> str:
    y = 152 - 6 * face.brows
    inner, outer = x - side * 19, x + side * 20
    return (
        f'<path d="M{inner} {y + 3:.2f}Q{x} {y - 7:.2f} {outer} {y + 2:.2f}" fill="none" '
        f'stroke="{who.hair_colour}" stroke-width="6.5" stroke-linecap="round"/>'
    )


def _mouth(who: Presenter, mouth: Mouth) -> str:
    half = 25 + mouth.wide * (0.10 if mouth.wide > 0 else 0.13)
    high = mouth.opened * 0.27
    left, right, y = _MOUTH_X - half, _MOUTH_X + half, _MOUTH_Y
    if high < 2.0:
        curve = 5 + max(mouth.wide, 0) * 0.05
        return (
            f'<path d="M{left:.2f} {y - 1:.2f}Q{_MOUTH_X} {y + curve:.2f} {right:.2f} {y - 1:.2f}" fill="none" '
            f'stroke="{who.lips}" stroke-width="6" stroke-linecap="round"/>'
        )
    top, foot = y - 3 - high * 0.42, y + high * 1.45
    shape = (
        f"M{left:.2f} {y:.2f}C{left + half * 0.35:.2f} {top:.2f} {right - half * 0.35:.2f} {top:.2f} "
        f"{right:.2f} {y:.2f}"
        f"C{right - half * 0.12:.2f} {foot:.2f} {left + half * 0.12:.2f} {foot:.2f} {left:.2f} {y:.2f}Z"
    )
    teeth = mouth.teeth / 100 * min(8.0, 3 + high * 0.35)
    tongue = mouth.tongue / 100 * high * 0.5
    return (
        f'<clipPath id="m"><path d="{shape}"/></clipPath><path d="{shape}" fill="#4a161c"/><g clip-path="url(#m)">'
        f'<ellipse cx="{_MOUTH_X}" cy="{y + high * 1.15:.2f}" rx="{half * 0.62:.2f}" ry="{tongue:.2f}" '
        f'fill="#c9605f"/><rect x="{left:.2f}" y="{y - high * 0.42 - 4:.2f}" width="{2 * half:.2f}" '
        f'height="{teeth + 3.2:.2f}" rx="3" fill="#fdfaf4"/></g>'
        f'<path d="{shape}" fill="none" stroke="{who.lips}" stroke-width="4.6" stroke-linejoin="round"/>'
    )
