"""Where people's work belongs together (/v1/projects)."""

from functions.projects import projects
from mutoscope.adapters.http.routes import Router

router = Router()
for part in (projects,):
    router.include_router(part.router)
