"""The Lambda behind /v1/jobs."""

from mangum import Mangum

from functions.jobs.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
