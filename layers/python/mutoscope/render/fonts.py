"""The fonts that captions are set in: Noto, per script, from set-up's `node_modules` and from nowhere else.

Fontconfig reads its configuration once per process, so `use_fonts` must run before the first text is drawn.
"""

import os
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pyvips

from mutoscope.engines.languages import LANGUAGES
from mutoscope.errors import MutoscopeError

_FACES = (
    "@expo-google-fonts/noto-sans/700Bold",
    "@expo-google-fonts/noto-sans-arabic/700Bold",
    "@expo-google-fonts/noto-sans-devanagari/700Bold",
    "@expo-google-fonts/noto-sans-tamil/700Bold",
    "@embedpdf/fonts-sc/fonts",
    "@embedpdf/fonts-jp/fonts",
)
_FALLBACK = (
    "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, Noto Sans Tamil, Noto Sans S Chinese, Noto Sans Japanese"
)
_FIRST = {
    "ar": "Noto Sans Arabic",
    "hi": "Noto Sans Devanagari",
    "ja": "Noto Sans Japanese",
    "ta": "Noto Sans Tamil",
    "zh": "Noto Sans S Chinese",
}
FAMILIES = {language: f"{_FIRST[language]}, {_FALLBACK}" if language in _FIRST else _FALLBACK for language in LANGUAGES}

LINE_PITCH = {"ar": 1.5, "hi": 1.42, "ta": 1.46}
"""How far apart lines stand, in letter sizes, where a script's marks need more room than 1.34."""

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


class FontsMissing(MutoscopeError):
    """The caption font {face} is not in {folder}."""

    code = "fonts_missing"
    hint = "Run `make setup` so that set-up completes."


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
