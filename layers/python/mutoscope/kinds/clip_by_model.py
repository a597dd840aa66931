"""A clip made by a model of our own, where the studio runs one that can make what is ordered.

A model works at lengths and sizes of its own: of these the nearest to the order are taken. It is silent, so an order
that wants a voice or music is left to the embedded engine, unless it names a model.
"""

from dataclasses import replace

from mutoscope.engines.models import Model, Output, orderable, require_model
from mutoscope.errors import InvalidInput
from mutoscope.kinds import generate
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.kind import Recipe
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings


class ModelIsSilent(InvalidInput):
    """The model {model} makes no sound, and the order asks for a voice or music."""

    code = "model_is_silent"
    hint = "Leave out narration, voice and music, or leave the model to the studio."


def goes_to_model(kind: str, request: ClipRequest, settings: Settings) -> bool:
    return bool(request.model) or _choose(kind, request, settings) is not None


def model_recipe(kind: str, request: ClipRequest, settings: Settings, pictures: dict[str, str]) -> Recipe | None:
    """None where the embedded engine makes it. Raises ModelIsSilent and what `generate` refuses."""
    row = require_model(settings.catalogue, request.model) if request.model else _choose(kind, request, settings)
    if row is None:
        return None
    if request.is_heard:
        raise ModelIsSilent(param="model", model=row.name)
    width, height = _size(row, request)
    order = generate.GenerateRequest(
        model=row.name,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        width=width,
        height=height,
        frames=min(_frames(row, request), generate.MOST_FRAMES),
        fps=row.defaults.fps,
        seed=request.seed,
        exact=request.exact,
        pictures=pictures,
    )
    made = generate.recipe(order, settings)
    return replace(made, files=CLIP_FILES) if row.output is Output.FRAMES else made


def _choose(kind: str, request: ClipRequest, settings: Settings) -> Model | None:
    """The first row of the catalogue that may be used here and takes what is given, at this length."""
    if not settings.gpu_queue or request.is_heard:
        return None
    rows = (row for row in orderable(settings.catalogue).values() if kind in row.kinds and row.output is Output.FRAMES)
    allowed = (row for row in rows if row.licence.commercial or settings.noncommercial_models)
    given = {name for name in ("prompt", "image") if getattr(request, name, "")}
    able = (row for row in allowed if given.issuperset(row.needs) and len(request.prompt) <= row.limits.prompt)
    return next((row for row in able if _frames(row, request) <= row.limits.frames), None)


def _frames(row: Model, request: ClipRequest) -> int:
    """One more than a multiple of the model's step, nearest to the length."""
    step = row.limits.frame_step
    return max(1, round((request.seconds * row.defaults.fps - 1) / step)) * step + 1


def _size(row: Model, request: ClipRequest) -> tuple[int, int]:
    limits = row.limits
    if not limits.side:
        return request.width, request.height
    share = min(1.0, limits.side / max(request.width, request.height))
    sides = (round(side * share / limits.multiple) * limits.multiple for side in (request.width, request.height))
    width, height = (min(max(side, limits.least_side), limits.side) for side in sides)
    return width, height
