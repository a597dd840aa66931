"""Models over HTTP, as OpenAI's clients list them, and what the studio makes of a text that is to be moderated."""

from mutoscope.adapters.http.declared import Part
from mutoscope.adapters.http.routes import Router

router = Router(
    Part("functions.models.models", "/v1/models"),
    Part("functions.models.moderations", "/v1/moderations"),
)
