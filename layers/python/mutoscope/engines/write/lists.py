"""Lists and tables read as prose: short items in one sentence, long ones each as a sentence of its own.

Invariant: every word and every number stays as it stands; only commas, stops and "and" are added.
"""

import re
from collections.abc import Sequence
from statistics import mean

FULL_STOP = {"hi": "।", "ja": "。", "zh": "。"}
_AND = {
    "ar": " و",
    "de": " und ",
    "en": " and ",
    "es": " y ",
    "fr": " et ",
    "hi": " और ",
    "id": " dan ",
    "ja": "、",
    "ta": " மற்றும் ",
    "zh": "和",
}
_COMMA = {"ar": "، ", "ja": "、", "zh": "、"}
_SEMICOLON = {"ar": "؛ ", "ja": "；", "zh": "；"}
_ENDS = tuple(".!?…。！？।؟")
_LABEL = re.compile(r"^[^\s:：][^:：]{0,40}[:：]\s*\S")
_SHORT_ITEM = 45
_MOST_IN_ONE = 6
_CODE = re.compile(r"^[-:|\s]+$")


def read_list(items: Sequence[str], lead: str | None, language: str) -> tuple[str, ...]:
    """The sentences that a list is read as; `lead` is what announces it, a heading or "You need:"."""
    if all(not item.endswith(_ENDS) and not _LABEL.match(item) for item in items) and _are_short(items):
        groups = [items[at : at + _MOST_IN_ONE] for at in range(0, len(items), _MOST_IN_ONE)]
        sentences = [_one_sentence(group, language) for group in groups]
        colon = "：" if language in {"ja", "zh"} else " : " if language == "fr" else ": "
        opening = f"{lead.rstrip(' :：')}{colon}" if lead else ""
        return (opening + (sentences[0] if lead else _capital(sentences[0])), *map(_capital, sentences[1:]))
    return tuple(
        item if item.endswith((*_ENDS, *":：")) else item.rstrip(" ;,；，،") + _stop(language) for item in items
    )


def read_rows(rows: Sequence[str], language: str) -> tuple[str, ...]:
    """Rows of a table as sentences, "Canoe, 2 people, 1 hour: €10."; headers and rows of bare numbers are left out."""
    cells = [[cell.strip() for cell in re.split(r"[|\t]", row) if cell.strip()] for row in rows if not _CODE.match(row)]
    told = [row for row in cells if len(row) >= 2 and any(character.isalpha() for character in row[0])]
    with_numbers = [row for row in told if any(character.isdigit() for cell in row[1:] for character in cell)]
    comma = _COMMA.get(language, ", ")
    colon = "：" if language in {"ja", "zh"} else ": "
    return tuple(f"{comma.join(row[:-1])}{colon}{row[-1]}{_stop(language)}" for row in with_numbers or told)


def _one_sentence(items: Sequence[str], language: str) -> str:
    plain = [item.rstrip(" ;,；，،") for item in items]
    if any(re.search(r"[,،、，;]", item) for item in plain) or len(plain) == 1:
        return _SEMICOLON.get(language, "; ").join(plain) + _stop(language)
    conjunction = " e " if language == "es" and re.match(r"h?i", plain[-1], re.IGNORECASE) else _AND[language]
    return f"{_COMMA.get(language, ', ').join(plain[:-1])}{conjunction}{plain[-1]}{_stop(language)}"


def _are_short(items: Sequence[str]) -> bool:
    return len(items) >= 2 and mean(map(len, items)) <= _SHORT_ITEM


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _stop(language: str) -> str:
    return FULL_STOP.get(language, ".")
