"""The inspecting process: reads one file from descriptor 0 and answers on 1 what it is, pictures where it is told.

Run as a program by `sandbox.py`. It imports what the file's type needs, seals itself, and only then reads on.
"""

import os
import sys
import zipfile
from importlib import import_module
from typing import BinaryIO

from mutoscope.errors import MutoscopeError
from mutoscope.media.file_type import M4A, Family, FileType
from mutoscope.media.inspection.report import LARGEST_VARIANT, Facts, Refused, Report
from mutoscope.media.inspection.seal import seal
from mutoscope.media.library_types import DOCX, PDF, TEXT, Look, look_at
from mutoscope.media.refusals import NotATypeOfOurs, PlaylistNotTaken, SvgNotTaken, TwoFilesInOne

HEAD_BYTES = 1_024
_MODULES = {Family.PICTURE: ("pictures",), Family.SOUND: ("sounds",), Family.VIDEO: ("films", "sounds")}


def main() -> None:
    thumbnail, waveform = int(sys.argv[1]), int(sys.argv[2])
    file = os.fdopen(0, "rb")
    look = look_at(file.read(HEAD_BYTES))
    _load(look.found)
    held = seal(LARGEST_VARIANT)
    try:
        report = _inspect(file, look, thumbnail, waveform)
    except MutoscopeError as error:
        report = Report(refused=Refused(code=error.code, facts=_figures(error)))
    os.write(1, report.model_copy(update={"seal": held}).model_dump_json().encode())


def _load(found: FileType | None) -> None:
    """Everything that is loaded on first use is used once, because later nothing can be opened."""
    family = found.family if found else Family.DOCUMENT
    for name in _MODULES.get(family, ("documents",)):
        module = import_module(f"mutoscope.media.inspection.{name}")
        if hasattr(module, "warm_up"):
            module.warm_up()


def _inspect(file: BinaryIO, look: Look, thumbnail: int, waveform: int) -> Report:
    if look.is_svg:
        raise SvgNotTaken(name="")
    if look.is_playlist:
        raise PlaylistNotTaken(name="")
    if look.found is not DOCX and zipfile.is_zipfile(file):
        raise TwoFilesInOne(name="")
    file.seek(0)
    if look.found is None or look.found.family is Family.DOCUMENT:
        return _document(file, look.found)
    if look.found.family is Family.PICTURE:
        return _picture(file, look.found, thumbnail)
    if look.found.family is Family.SOUND:
        return _sound(file, look.found, waveform)
    return _film(file, look.found, thumbnail, waveform)


def _picture(file: BinaryIO, kind: FileType, thumbnail: int) -> Report:
    from mutoscope.media.inspection.pictures import inspect_picture

    facts, picture = inspect_picture(file.read(), kind)
    os.write(thumbnail, picture)
    return Report(content_type=kind.content_type, facts=facts)


def _sound(file: BinaryIO, kind: FileType, waveform: int) -> Report:
    from mutoscope.media.inspection.sounds import inspect_sound

    facts, picture = inspect_sound(file, kind)
    os.write(waveform, picture)
    return Report(content_type=kind.content_type, facts=facts)


def _film(file: BinaryIO, kind: FileType, thumbnail: int, waveform: int) -> Report:
    from mutoscope.media.inspection.films import inspect_film

    found = inspect_film(file, kind)
    if found is None:
        file.seek(0)
        return _sound(file, M4A, waveform)
    os.write(thumbnail, found[2])
    return Report(content_type=found[0].content_type, facts=found[1])


def _document(file: BinaryIO, kind: FileType | None) -> Report:
    from mutoscope.media.inspection.documents import inspect_docx, inspect_pdf, inspect_text

    data = file.read()
    facts: Facts | None
    if kind is PDF:
        facts = inspect_pdf(data)
    elif kind is DOCX:
        facts = inspect_docx(data)
    else:
        kind, facts = TEXT, inspect_text(data)
    if facts is None:
        raise NotATypeOfOurs(name="")
    return Report(content_type=kind.content_type, facts=facts)


def _figures(error: MutoscopeError) -> dict[str, int | str]:
    return {name: value for name, value in error.facts.items() if name != "name" and isinstance(value, int | str)}


if __name__ == "__main__":
    main()
