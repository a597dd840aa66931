"""The Lambda behind /v1/videos."""

from mangum import Mangum

from functions.videos.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
