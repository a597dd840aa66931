"""Plots of figures as SVG: horizontal bars, and curves over time, readable on a light and a dark page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDE, _BAR, _GAP, _LABEL, _TOP = 720, 26, 12, 190, 44
_LEFT, _RIGHT, _PANEL, _BETWEEN = 56, 16, 190, 46
_TICKS = 4


@dataclass(frozen=True)
class Curve:
    name: str
    colour: str
    at: Sequence[float]
    value: Sequence[float]


def bars(title: str, figures: Mapping[str, float]) -> str:
    """One bar for each figure, in order, as long as the figure is large."""
    most = max(figures.values())
    height = _TOP + len(figures) * (_BAR + _GAP)
    rows = (_row(number, name, figure, most) for number, (name, figure) in enumerate(figures.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" font-family="sans-serif" '
        f'font-size="14">\n<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<text x="12" y="26" font-weight="bold">{escape(title)}</text>\n' + "".join(rows) + "</svg>\n"
    )


def _row(number: int, name: str, figure: float, most: float) -> str:
    top = _TOP + number * (_BAR + _GAP)
    length = max(2, round((_WIDE - _LABEL - 80) * figure / most))
    return (
        f'<text x="{_LABEL - 10}" y="{top + 18}" text-anchor="end">{escape(name)}</text>\n'
        f'<rect x="{_LABEL}" y="{top}" width="{length}" height="{_BAR}" rx="3" fill="#2f6f9f"/>\n'
        f'<text x="{_LABEL + length + 8}" y="{top + 18}">{figure:.2f}</text>\n'
    )


def curves(title: str, axis: str, panels: Mapping[str, Sequence[Curve]]) -> str:
    """Panels one above the other over the same axis; each begins at nothing."""
    height = _TOP + 26 + len(panels) * (_PANEL + _BETWEEN)
    end = max(at for panel in panels.values() for curve in panel for at in curve.at)
    drawn = (_panel(number, name, panel, end) for number, (name, panel) in enumerate(panels.items()))
    legend = _legend(next(iter(panels.values())))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" font-family="sans-serif" '
        f'font-size="13">\n<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<text x="12" y="22" font-weight="bold">{escape(title)}</text>\n{legend}'
        + "".join(drawn)
        + f'<text x="{_WIDE - _RIGHT}" y="{height - 8}" text-anchor="end" fill="#555555">{escape(axis)}</text>\n'
        + "</svg>\n"
    )


def _legend(panel: Sequence[Curve]) -> str:
    return "".join(
        f'<rect x="{12 + 150 * place}" y="34" width="18" height="4" fill="{curve.colour}"/>\n'
        f'<text x="{36 + 150 * place}" y="41">{escape(curve.name)}</text>\n'
        for place, curve in enumerate(panel)
    )


def _panel(number: int, name: str, panel: Sequence[Curve], end: float) -> str:
    top = _TOP + 26 + number * (_PANEL + _BETWEEN)
    most = max(1.0, *(value for curve in panel for value in curve.value))
    wide = _WIDE - _LEFT - _RIGHT

    def across(at: float) -> float:
        return _LEFT + wide * at / end

    def down(value: float) -> float:
        return top + _PANEL * (1 - value / most)

    grid = "".join(_line(down(most * tick / _TICKS), f"{most * tick / _TICKS:,.0f}") for tick in range(_TICKS + 1))
    hours = "".join(
        f'<text x="{across(hour):.1f}" y="{top + _PANEL + 16}" text-anchor="middle" fill="#555555">{hour}</text>\n'
        for hour in range(0, int(end) + 1, max(1, round(end / 8)))
    )
    lines = "".join(
        f'<polyline fill="none" stroke="{curve.colour}" stroke-width="1.6" points="'
        + " ".join(f"{across(at):.1f},{down(value):.1f}" for at, value in zip(curve.at, curve.value, strict=True))
        + '"/>\n'
        for curve in reversed(panel)
    )
    return f'<text x="{_LEFT}" y="{top - 8}">{escape(name)}</text>\n{grid}{hours}{lines}'


def _line(y: float, label: str) -> str:
    return (
        f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDE - _RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>\n'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555555">{label}</text>\n'
    )
