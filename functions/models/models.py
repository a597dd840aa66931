"""The names that requests may give as `model`, and what stands behind each."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.lists import Page, page
from mutoscope.adapters.http.routes import Router
from mutoscope.engines.offered_models import ModelNotFound, OfferedModel, offered_models

router = Router(prefix="/v1/models", tags=["models"])

_CREATED = 1_767_225_600
"""2026-01-01: OpenAI's clients want a date, and a name has none."""


class ModelResource(BaseModel):
    """`kind` is what a job with it is ordered as; `engine` does the work, by the caller's own keys."""

    id: str
    object: Literal["model"] = "model"
    created: int = _CREATED
    owned_by: Literal["mutoscope"] = "mutoscope"
    kind: str
    engine: str


@router.get("", dependencies=[needs("kinds:read")])
def list_models(studio: CurrentStudio, user_id: CurrentUser) -> Page[ModelResource]:
    """Each name once: an engine that does several kinds of work is shown with the first of them."""
    offered = offered_models(settings_without_keys(studio, user_id))
    first = {model.name: model for model in reversed(offered)}
    return page([_show(first[name]) for name in dict.fromkeys(model.name for model in offered)])


@router.get("/{model_id}", dependencies=[needs("kinds:read")])
def get_model(
    model_id: Annotated[str, Path(max_length=300)], studio: CurrentStudio, user_id: CurrentUser
) -> ModelResource:
    offered = offered_models(settings_without_keys(studio, user_id))
    found = next((model for model in offered if model.name == model_id), None)
    if found is None:
        known = ", ".join(dict.fromkeys(model.name for model in offered))
        raise ModelNotFound(param="model", what="model", id=model_id, known=known)
    return _show(found)


def _show(model: OfferedModel) -> ModelResource:
    return ModelResource(id=model.name, kind=model.kind, engine=model.engine)
