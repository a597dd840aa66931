"""The pictograms: Fluent emoji (MIT) as SVG bodies of 32 units a side, and the words that each is known by.

Only pictograms fit for a picture are offered by word: no flags, signs, skin tones, gendered twins, hands or faces.
Package layouts: @iconify-json/fluent-emoji-flat icons.json, chars.json, metadata.json; emojilib dist/emoji-en-US.json.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutoscope.engines.draw.own_pictograms import ADDED, OWN, QUEEN_BEE, crowned, without_water
from mutoscope.engines.draw.staging import BOATS, HEADS, TILES

ICONS = Path("@iconify-json") / "fluent-emoji-flat"
WORDS = Path("emojilib") / "dist" / "emoji-en-US.json"
DEPICTED = ("Activities", "Animals & Nature", "Food & Drink", "Objects", "Travel & Places", "People & Body")
_VARIANT = re.compile(r"(-(medium|dark|light|facing-right)$)|-oclock$|-thirty$|^(woman|man|women|men)-|-button$|-face$")
_TRADES = re.compile(
    r"^(farmer|cook|artist|astronaut|pilot|scientist|student|teacher|judge|mechanic|firefighter|singer|detective|guard|"
    r"technologist|factory-worker|office-worker|construction-worker|police-officer|health-worker|baby|child|boy|girl|"
    r"family|ninja|prince|princess|mage|fairy|vampire|zombie|brain|lungs|anatomical-heart|bone|tooth|ear|eye|footprints)$"
)


@dataclass(frozen=True)
class Extent:
    """What a pictogram really covers of its 32-unit square."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Pictogram:
    """`words` are its name's words and the keywords it is known by, all lower-case."""

    name: str
    category: str
    keywords: frozenset[str]

    @property
    def is_portrait(self) -> bool:
        """Whether it shows a head or a bust, which cannot stand on the ground."""
        if self.name in HEADS:
            return True
        return self.category == "People & Body" and _TRADES.match(self.name) is not None and self.name not in _PARTS


_PARTS = frozenset({"brain", "lungs", "anatomical-heart", "bone", "tooth", "ear", "eye", "footprints"})


class Pictograms:
    """All pictograms of one installation, read once."""

    def __init__(self, folder: Path) -> None:
        icons = json.loads((folder / ICONS / "icons.json").read_text(encoding="utf-8"))["icons"]
        self._bodies: dict[str, str] = {**{name: icon["body"] for name, icon in icons.items()}, **OWN}
        self._bodies |= {name: without_water(self._bodies[name]) for name in BOATS}
        self._bodies[QUEEN_BEE] = crowned(self._bodies["honeybee"], self._bodies["crown"])
        self._offered = {name: pictogram for name, pictogram in _read(folder).items() if name in self._bodies}
        self._by_keyword: Mapping[str, tuple[Pictogram, ...]] = _index(self._offered)
        self.extent = cache(self._measure)

    def __contains__(self, name: object) -> bool:
        return name in self._bodies

    def body(self, name: str) -> str:
        """SVG markup, to be placed in a 32 by 32 square."""
        return self._bodies[name]

    def named(self, name: str) -> Pictogram | None:
        return self._offered.get(name)

    def known_as(self, word: str) -> tuple[Pictogram, ...]:
        return self._by_keyword.get(word, ())

    def describe(self, name: str) -> Pictogram:
        """The pictogram of that name, also one that is not offered by word."""
        return self._offered.get(name) or Pictogram(name, "Symbols", frozenset())

    def _measure(self, name: str) -> Extent:
        # Only who draws measures; who orders asks for names.
        import pyvips

        frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="64" height="64">'
        svg = f"{frame}{self.body(name)}</svg>"
        alpha = pyvips.Image.svgload_buffer(svg.encode())[3]
        left, top, width, height = alpha.find_trim(background=[0], threshold=20)
        return Extent(left / 2, top / 2, (left + width) / 2, (top + height) / 2)


def installed(folder: Path) -> bool:
    return (folder / ICONS / "icons.json").is_file() and (folder / WORDS).is_file()


def _read(folder: Path) -> dict[str, Pictogram]:
    """Joins names, categories and keywords; emojilib lists an emoji's own name first, with underscores."""
    categories = json.loads((folder / ICONS / "metadata.json").read_text(encoding="utf-8"))["categories"]
    characters = json.loads((folder / ICONS / "chars.json").read_text(encoding="utf-8"))
    keywords = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    known: dict[str, frozenset[str]] = {}
    for emoji, words in keywords.items():
        code = "-".join(f"{ord(character):x}" for character in emoji if character != "\ufe0f")
        name = characters.get(code) or characters.get(f"{code}-fe0f")
        if name:
            known[name] = frozenset(word.lower().replace("_", " ") for word in words)
    added = {name: Pictogram(name, category, frozenset()) for name, category in ADDED.items()}
    return added | {
        name: Pictogram(name, category, known.get(name, frozenset()))
        for category in DEPICTED
        for name in categories[category]
        if _is_fit(name, category) and name not in TILES
    }


def _is_fit(name: str, category: str) -> bool:
    if category == "People & Body":
        return _TRADES.match(name) is not None
    return _VARIANT.search(name) is None


def _index(pictograms: Mapping[str, Pictogram]) -> dict[str, tuple[Pictogram, ...]]:
    found: dict[str, list[Pictogram]] = defaultdict(list)
    for pictogram in pictograms.values():
        for word in pictogram.keywords | {pictogram.name.replace("-", " ")}:
            found[word].append(pictogram)
    return {word: tuple(known) for word, known in found.items()}
