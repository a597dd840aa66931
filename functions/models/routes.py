"""Models over HTTP, as OpenAI's clients list them, and what the studio makes of a text that is to be moderated."""

from functions.models import models, moderations
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (models, moderations)))
