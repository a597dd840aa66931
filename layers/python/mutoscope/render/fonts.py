"""The fonts that captions are set in: Noto, per script, from set-up's `node_modules` and from nowhere else.

Fontconfig reads its configuration once per process, so `use_fonts` must run before the first text is drawn.
"""

import os
import re
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pyvips

from mutoscope.engines.languages import LANGUAGES
from mutoscope.errors import MutoscopeError

_SCRIPTS = {
    "arabic": "Arabic",
    "devanagari": "Devanagari",
    "tamil": "Tamil",
    "hebrew": "Hebrew",
    "thai": "Thai",
    "lao": "Lao",
    "khmer": "Khmer",
    "myanmar": "Myanmar",
    "georgian": "Georgian",
    "armenian": "Armenian",
    "ethiopic": "Ethiopic",
    "bengali": "Bengali",
    "gujarati": "Gujarati",
    "gurmukhi": "Gurmukhi",
    "kannada": "Kannada",
    "malayalam": "Malayalam",
    "oriya": "Oriya",
    "sinhala": "Sinhala",
    "telugu": "Telugu",
    "symbols": "Symbols",
}
"""Noto Sans of each script, by the name of its package; those of whole languages of the studio first."""
_FACES = (
    "@expo-google-fonts/noto-sans/700Bold",
    *(f"@expo-google-fonts/noto-sans-{script}/700Bold" for script in _SCRIPTS),
    "@expo-google-fonts/noto-sans-math/400Regular",
    "@embedpdf/fonts-sc/fonts",
    "@embedpdf/fonts-jp/fonts",
    "@embedpdf/fonts-kr/fonts",
)
_FALLBACK = ", ".join(
    (
        *("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Tamil"),
        *("Noto Sans S Chinese", "Noto Sans Japanese", "Noto Sans Korean"),
        *(f"Noto Sans {script}" for script in list(_SCRIPTS.values())[3:]),
        "Noto Sans Math",
    )
)
_FIRST = {
    "ar": "Noto Sans Arabic",
    "hi": "Noto Sans Devanagari",
    "ja": "Noto Sans Japanese",
    "ta": "Noto Sans Tamil",
    "zh": "Noto Sans S Chinese",
}
FAMILIES = {language: f"{_FIRST[language]}, {_FALLBACK}" if language in _FIRST else _FALLBACK for language in LANGUAGES}

_LINE_PITCH = {"ar": 1.5, "hi": 1.42, "ta": 1.46}
_ROOMY = (
    (re.compile("[\u0600-\u06ff]"), 1.5),
    (re.compile("[\u0900-\u097f\u0980-\u0b7f\u0d00-\u0dff]"), 1.42),
    (re.compile("[\u0b80-\u0bff\u0e00-\u0eff]"), 1.46),
    (re.compile("[\u0c00-\u0cff]"), 1.5),
    (re.compile("[\u1000-\u109f\u1780-\u17ff]"), 1.66),
)
"""Letters whose marks above and below need room."""

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}
  <selectfont>
    <rejectfont><glob>*Black.otf</glob><glob>*Light.otf</glob><glob>*Medium.otf</glob></rejectfont>
    <rejectfont><glob>*Regular.otf</glob><glob>*Thin.otf</glob><glob>*.png</glob></rejectfont>
  </selectfont>
  <rescan><int>0</int></rescan>
</fontconfig>
"""


def line_pitch(text: str, language: str, usual: float) -> float:
    """How far apart lines of `text` stand, in letter sizes; `usual` where no mark of theirs needs more room."""
    roomy = (pitch for letters, pitch in _ROOMY if letters.search(text))
    return max(_LINE_PITCH.get(language, usual), *roomy, usual)


class FontsMissing(MutoscopeError):
    """The caption font {face} is not in {folder}."""

    code = "fonts_missing"
    hint = "Run `make setup` so that set-up completes."


def font_files(folder: Path) -> list[Path]:
    """The files that text is set from, in `folder`, the parent of `node_modules`."""
    files = [file for face in _FACES for file in (folder.absolute() / "node_modules" / face).glob("*.[ot]tf")]
    return [file for file in files if file.suffix == ".ttf" or file.stem.endswith("-Bold")]


@cache
def use_fonts(folder: Path) -> None:
    """Makes the fonts in `folder` (the parent of `node_modules`) the only ones of this process. Raises FontsMissing."""
    modules = folder.absolute() / "node_modules"
    for face in _FACES:
        if not (modules / face).is_dir():
            raise FontsMissing(face=face, folder=modules)
    folders = "".join(f"\n  <dir>{escape(str(modules / face))}</dir>" for face in _FACES)
    with tempfile.NamedTemporaryFile("w", suffix=".conf", prefix="mutoscope-fonts-", delete=False) as file:
        file.write(_CONFIGURATION.format(folders=folders))
    os.environ["FONTCONFIG_FILE"] = file.name
    # Drawing anything makes Fontconfig read its configuration; after that the file is not needed.
    pyvips.Image.text("M", font=_FALLBACK, dpi=72)
    Path(file.name).unlink()
