"""The Lambda behind /v1/webhooks."""

from mangum import Mangum

from functions.webhooks.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
