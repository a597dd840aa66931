"""Reading a script of one's own from a file: plain UTF-8 text, at most a megabyte."""

from pathlib import Path

from mutoscope.errors import InputTooLarge, InvalidInput

LARGEST_BYTES = 1_000_000


class ScriptFileUnreadable(InvalidInput):
    """The script {path} cannot be read: {reason}."""

    code = "script_unreadable"
    hint = "SCRIPT names a plain text file in UTF-8; an empty line parts scenes."


class ScriptFileTooLarge(InputTooLarge):
    """The script {path} has {size} bytes; a script has at most {most}."""

    code = "script_too_large"
    hint = "A film takes at most 60 scenes of 1,200 characters."


def read_script_file(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise ScriptFileTooLarge(param="SCRIPT", path=path, size=f"{size:,}", most=f"{LARGEST_BYTES:,}")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScriptFileUnreadable(param="SCRIPT", path=path, reason="it is not UTF-8 text") from error
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise ScriptFileUnreadable(param="SCRIPT", path=path, reason=reason) from error
