"""What a chapter is called: the first words of what is said in it."""

import re

from mutoscope.render.caption_lines import CLAUSE_ENDS

# A point or comma inside a number ends no clause.
_CLAUSE_END = re.compile(r"[.?!,;:](?!\w)|[…。？！।؟—–，、；：،؛]")
_SHORTEST, _LONGEST = 4, 40


def opening_words(text: str) -> str:
    """The text's first words, for a heading: its first clause if that is short, 40 characters at most."""
    marks = (match.start() for match in _CLAUSE_END.finditer(text) if match.start() >= _SHORTEST)
    clause = text[: next(marks, len(text))]
    if len(clause) <= _LONGEST:
        return clause.strip()
    kept = clause[: _LONGEST - 1]
    # Words are kept whole where there are spaces between them.
    whole = kept.rsplit(" ", 1)[0] if " " in kept else kept
    return f"{whole.rstrip(''.join(CLAUSE_ENDS) + ' ')}…"
