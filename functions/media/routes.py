"""Files of one's own over HTTP: what films and jobs are given, pictures of personas, and the media library."""

from mutoscope.adapters.http.declared import Part
from mutoscope.adapters.http.routes import Router

router = Router(
    Part("functions.media.inputs", "/v1/inputs"),
    Part("functions.media.references", "/v1/references"),
    Part("functions.media.uploads", "/v1/media"),
    Part("functions.media.library", "/v1/media"),
    Part("functions.media.shares", "/v1/media", "/v1/shared"),
    Part("functions.media.public", "/v1/public"),
    Part("functions.media.history", "/v1/history"),
)
