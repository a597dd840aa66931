"""Models over HTTP, as OpenAI's clients list them, and what the studio makes of a text that is to be moderated."""

from functions.models import models
from mutoscope.adapters.http.routes import Router

router = Router()
router.include_router(models.router)
