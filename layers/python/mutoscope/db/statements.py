"""SQL taken apart: the statements of a script, and the named parameters of a statement.

Strings, quoted names, comments and dollar-quoted bodies are passed over whole (PostgreSQL 18 manual, 4.1).
"""

import re
from collections.abc import Callable

_PIECE = re.compile(
    r"""(?P<whole> \$(?P<tag>\w*)\$ .*? \$(?P=tag)\$ | '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | :: )
      | (?P<end> ; )
      | (?<!\w) : (?P<name> [a-z_][a-z0-9_]* )
      | (?P<other> . )""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = ("--", "/*")


def statements(script: str) -> list[str]:
    """Each statement without its semicolon; what is nothing but comment is none."""
    found, current = [], ""
    for piece in _PIECE.finditer(script):
        if piece["end"]:
            found.append(current.strip())
            current = ""
        elif not piece[0].startswith(_COMMENT):
            current += piece[0]
    return [statement for statement in (*found, current.strip()) if statement]


def with_parameters(statement: str, written: Callable[[str], str], text: Callable[[str], str] = str) -> str:
    """The statement with each `:name` as `written` writes it, and everything else as `text` does."""
    pieces = (written(piece["name"]) if piece["name"] else text(piece[0]) for piece in _PIECE.finditer(statement))
    return "".join(pieces)
