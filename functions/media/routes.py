"""Files of one's own over HTTP: what films and jobs are given, and the pictures of personas."""

from functions.media import inputs, references
from mutoscope.adapters.http.routes import Router

router = Router()
for part in (inputs, references):
    router.include_router(part.router)
