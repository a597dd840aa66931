"""The Lambda behind /v1/auth and /v1/me."""

from mangum import Mangum

from functions.users.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
