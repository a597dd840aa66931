"""Where people's work belongs together (/v1/projects), and the scripts it begins with (/v1/scripts)."""

from mutoscope.adapters.http.declared import Part
from mutoscope.adapters.http.routes import Router

router = Router(
    Part("functions.projects.projects", "/v1/projects"),
    Part("functions.projects.scripts", "/v1/scripts"),
)
