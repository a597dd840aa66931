"""What a job asks for: its kind's recipe for each of its results, by the settings that choose its owner's engines."""

from pydantic import BaseModel

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.kinds.kind import Kind, Recipes
from mutoscope.studio import Studio


def recipes_of(studio: Studio, user_id: str, kind: Kind, request: BaseModel) -> Recipes:
    """Raises what the recipe refuses: unknown voices, styles, moods."""
    assert kind.recipe is not None, "films are built by their state machine"
    settings = settings_without_keys(studio, user_id) if kind.with_own_keys else studio.settings
    made = kind.recipe(request, settings)
    return made if isinstance(made, Recipes) else Recipes((made,))
