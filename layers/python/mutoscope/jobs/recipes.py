"""What a job of one stage asks for: its kind's recipe, by the settings that choose its owner's engines."""

from pydantic import BaseModel

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.studio import Studio


def recipe_of(studio: Studio, user_id: str, kind: Kind, request: BaseModel) -> Recipe:
    """Raises what the recipe refuses: unknown voices, styles, moods."""
    assert kind.recipe is not None, "films are built by their state machine"
    settings = settings_without_keys(studio, user_id) if kind.with_own_keys else studio.settings
    return kind.recipe(request, settings)
