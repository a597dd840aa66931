"""Files of one's own over HTTP: what films and jobs are given, pictures of personas, and the media library."""

from functions.media import history, inputs, library, public, references, shares, uploads
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (inputs, references, uploads, library, shares, public, history)))
