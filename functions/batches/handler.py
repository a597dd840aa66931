"""The Lambda behind /v1/batches."""

from mangum import Mangum

from functions.batches.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
