"""Pictures over HTTP, as OpenAI's clients ask for them: made from words, edited, varied; whole or as events."""

from functions.images import edits, generations, variations
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (generations, edits, variations)))
