"""Where people's work belongs together (/v1/projects), and the scripts it begins with (/v1/scripts)."""

from functions.projects import projects, scripts
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (projects, scripts)))
