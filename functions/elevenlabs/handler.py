"""The Lambda behind /elevenlabs/v1."""

from mangum import Mangum

from functions.elevenlabs.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
