"""The Lambda functions, one folder each. While one is loaded nobody looks for garbage: there is next to none among what
it makes, and each look goes through all of it, a twentieth of a cold start in all.
"""

import gc

_USUAL = gc.get_threshold()
_WHILE_LOADING = 250_000


def _look_as_usual(phase: str, _found: dict[str, int]) -> None:
    if phase == "stop":
        gc.callbacks.remove(_look_as_usual)
        gc.set_threshold(*_USUAL)


gc.set_threshold(_WHILE_LOADING)
gc.callbacks.append(_look_as_usual)

# Before FastAPI: its models are then built when they are first used, as ours are.
import mutoscope.cold_start  # noqa: E402, F401
