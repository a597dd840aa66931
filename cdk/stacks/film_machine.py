"""The film's state machine, from the one `film.asl.json` that the laptop runs as well."""

import re
from collections.abc import Mapping
from pathlib import Path

FILM_ASL = Path(__file__).parent.parent / "film.asl.json"


def film_definition(values: Mapping[str, str]) -> str:
    """The definition with `${Name}` filled in; `$.` and `$$.` are Step Functions' own and stay as they are.

    Raises KeyError for a name that nothing fills.
    """
    return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], FILM_ASL.read_text())
