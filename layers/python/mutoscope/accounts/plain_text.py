"""Text that people write about themselves: NFC, one line, and nothing that cannot be stored or seen."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

LONGEST_NAME = 100


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for character in value):
        raise ValueError("it holds control characters or half a surrogate pair; send plain text of one line")
    return unicodedata.normalize("NFC", value).strip()


def _seen(value: str) -> str:
    """Something of a name can be seen: a name of joiners and direction marks only would look like nobody's."""
    if all(unicodedata.category(character) in ("Cf", "Mn", "Zs") for character in value):
        raise ValueError("it holds nothing that can be seen")
    return value


Name = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_seen)]
