"""ElevenLabs' interface over the studio's voices: only the base URL of its client changes."""

from functions.elevenlabs.speech import router as speech
from functions.elevenlabs.voices import router as voices
from mutoscope.adapters.http.routes import Router

router = Router(voices, speech)
