"""The Lambda behind /v1/inputs. Lambda takes bodies of up to 6 MB; a larger file needs a studio of one's own."""

from mangum import Mangum

from functions.media.routes import router
from mutoscope.adapters.http.app import create_app

handler = Mangum(create_app([router]), lifespan="off")
