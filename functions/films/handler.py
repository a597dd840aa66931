"""The Lambda behind /v1/films."""

from mangum import Mangum

from functions.films.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
