"""A script that somebody sends to be looked at: the same forms that an order of a film takes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mutoscope.engines.languages import require_language
from mutoscope.films.request import LONGEST_SECONDS, SHORTEST_SECONDS, GivenScript, ScriptRequest, Text, read_script
from mutoscope.films.script import Script

Seconds = Annotated[int, Field(ge=SHORTEST_SECONDS, le=LONGEST_SECONDS)]
Title = Annotated[Text, Field(min_length=1, max_length=200)]


class ScriptGiven(BaseModel):
    """`seconds` is the length that the film shall have; without it, nothing is measured against a length."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    script: GivenScript
    title: Title | None = None
    language: Text = "en"
    seconds: Seconds | None = None

    def read(self) -> Script:
        return read_script(self.script, require_language(self.language), called=self.title)


def as_request(script: Script) -> ScriptRequest:
    """The script in the form in which an order takes it."""
    scenes = [scene.model_dump(exclude={"scene_id", "role"}) for scene in script.scenes]
    return ScriptRequest.model_validate({"title": script.title, "scenes": scenes})
