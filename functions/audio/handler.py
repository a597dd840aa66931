"""The Lambda behind /v1/audio."""

from mangum import Mangum

from functions.audio.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
