"""The Lambda behind /v1/admin."""

from mangum import Mangum

from functions.admin.credits import router as credits
from functions.admin.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router, credits]), lifespan="off")
