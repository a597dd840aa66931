"""The Lambda behind /v1/credits and /v1/quotes."""

from mangum import Mangum

from functions.credits.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
