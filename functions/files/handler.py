"""The Lambda behind /v1/files."""

from mangum import Mangum

from functions.files.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
