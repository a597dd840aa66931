"""A kind's JSON Schema as forms are drawn from it: what may be chosen by name is listed beside the field.

The lists are JSON Schema's `examples`, because what is taken is more: a voice may also be asked for by OpenAI's name.
"""

from collections.abc import Callable, Sequence
from typing import Any

from mutoscope.clips.puppet import PRESENTERS
from mutoscope.engines import registry
from mutoscope.engines.languages import LANGUAGES
from mutoscope.kinds.kind import Kind
from mutoscope.settings import Settings


def form_of(kind: Kind, settings: Settings) -> dict[str, Any]:
    schema: dict[str, Any] = kind.request.model_json_schema()
    for name, field in schema.get("properties", {}).items():
        if name in _NAMED:
            field["examples"] = list(_NAMED[name](settings))
    return schema


def _styles(settings: Settings) -> Sequence[str]:
    return tuple(registry.drawer(settings).styles())


def _moods(settings: Settings) -> Sequence[str]:
    return tuple(registry.composer(settings).moods())


def _voices(settings: Settings) -> Sequence[str]:
    return tuple(voice.name for voice in registry.speaker(settings).voices())


_NAMED: dict[str, Callable[[Settings], Sequence[str]]] = {
    "style": _styles,
    "mood": _moods,
    "music": lambda settings: ("none", *_moods(settings)),
    "voice": _voices,
    "language": lambda _: tuple(sorted(LANGUAGES)),
    "presenter": lambda _: tuple(PRESENTERS),
}
