"""The Lambda behind /api."""

from mangum import Mangum

from functions.documents.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
