"""The Lambda behind /v1/models and /v1/moderations."""

from mangum import Mangum

from functions.models.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
