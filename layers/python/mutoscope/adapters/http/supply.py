"""What nearly every route asks for: the studio, the caller, the user, the actor; handed over from the request alone.

FastAPI takes as long to solve one dependency as a short request takes for everything else.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

from fastapi import Request, params

from mutoscope.adapters.http.caller import current_actor, current_caller, current_studio, current_user

_SUPPLIED = (current_studio, current_caller, current_user, current_actor)
_Supply = Callable[[Request], Awaitable[Any]]


def supplied(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The coroutine function `endpoint`, as FastAPI is to see it: asking for the request instead."""
    signature, sources = inspect.signature(endpoint), sources_of(endpoint)
    others = [parameter for name, parameter in signature.parameters.items() if name not in sources]
    asked = next((parameter.name for parameter in others if parameter.annotation is Request), None)
    if asked is None:
        others.append(inspect.Parameter("_request", inspect.Parameter.KEYWORD_ONLY, annotation=Request))

    @functools.wraps(endpoint)
    async def answered(**values: Any) -> Any:
        request = values[asked] if asked else values.pop("_request")
        for name, source in sources.items():
            values[name] = await source(request)
        return await endpoint(**values)

    answered.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
    return answered


def sources_of(endpoint: Callable[..., Any]) -> Mapping[str, _Supply]:
    """Where those of its parameters come from that are handed over, by their names."""
    parameters = inspect.signature(endpoint).parameters.items()
    found = {name: _source(parameter.annotation) for name, parameter in parameters}
    return {name: source for name, source in found.items() if source}


def _source(annotation: Any) -> _Supply | None:
    said = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    asked = [each.dependency for each in said if isinstance(each, params.Depends)]
    return next((supply for supply in _SUPPLIED if supply in asked), None)
