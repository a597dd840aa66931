"""Sound over HTTP, as OpenAI's clients ask for it: speech, its voices, and what is said in a recording."""

from functions.audio import speech, transcriptions, voices
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (speech, voices, transcriptions)))
