"""Plots of figures as SVG: horizontal bars, readable on a light and a dark page."""

from collections.abc import Mapping
from html import escape

_WIDE, _BAR, _GAP, _LABEL, _TOP = 720, 26, 12, 190, 44


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
