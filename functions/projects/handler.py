"""The Lambda behind /v1/projects and /v1/scripts."""

from mangum import Mangum

from functions.projects.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
