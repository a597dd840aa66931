"""Text that people write about themselves: NFC, one line, and nothing that cannot be stored or seen.

What is shown must be what is there: nothing turns the direction of the rest, or makes two of one name unseen.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

LONGEST_NAME = 100
_JOINERS = "\u200c\u200d"
"""Persian and the scripts of India need them between letters, and emoji between each other."""
_VARIANTS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
"""Which form of the character before it is meant: of an emoji, or of a Japanese name."""
_BLANK = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0",
    *map(chr, range(0x180B, 0x1810)),
}
"""Letters, signs and marks that are drawn as nothing at all."""


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for character in value):
        raise ValueError("it holds control characters or half a surrogate pair; send plain text of one line")
    text = unicodedata.normalize("NFC", value).strip()
    if any(_is_hidden(text, at) for at in range(len(text))):
        raise ValueError("it holds characters that nobody sees, or that turn the direction of others; leave them out")
    return text


def _is_hidden(text: str, at: int) -> bool:
    character = text[at]
    if character in _JOINERS:
        return not (_is_seen(text[at - 1 : at]) and _is_seen(text[at + 1 : at + 2]))
    if any(ord(character) in variants for variants in _VARIANTS):
        return at == 0 or unicodedata.category(text[at - 1]) not in ("So", "Sm", "Lo", "Po", "Nd")
    return character in _BLANK or unicodedata.category(character) == "Cf"


def _is_seen(character: str) -> bool:
    """Letters and signs, marks on them, and the form of an emoji that a joiner follows."""
    return bool(character) and character not in _BLANK and unicodedata.category(character) not in ("Cf", "Zs")


def _seen(value: str) -> str:
    """Something of a name can be seen: a name of marks only would look like nobody's."""
    if all(unicodedata.category(character) in ("Cf", "Mn", "Zs") for character in value):
        raise ValueError("it holds nothing that can be seen")
    return value


Name = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_seen)]
