"""The Lambda behind /v1/images."""

from mangum import Mangum

from functions.images.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
