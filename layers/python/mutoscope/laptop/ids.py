"""The ids that the command line names: checked before a studio is started for them, or an address made of them."""

import re

from mutoscope.errors import InvalidInput


class NoFilmId(InvalidInput):
    """{given} is not the id of a film."""

    code = "no_film_id"
    hint = "`mutoscope films` lists the films with their ids."


class NoSceneId(InvalidInput):
    """{given} is not the id of a scene."""

    code = "no_scene_id"
    hint = "A film's scenes are s01, s02 and so on, in the order they are told."


def require_film_id(given: str) -> None:
    """Raises NoFilmId."""
    if not re.fullmatch(r"film_[0-9a-z]{26}", given):
        raise NoFilmId(given=ascii(given[:64]))


def require_scene_id(given: str) -> None:
    """Raises NoSceneId."""
    if not re.fullmatch(r"s[0-9a-z]{1,12}", given):
        raise NoSceneId(given=ascii(given[:64]))
