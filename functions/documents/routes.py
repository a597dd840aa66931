"""The interface of the requirement documents, so that a front end that was written against them works.

It is the same studio in another dress: the envelope `{success, data, message}`, camelCase, their four statuses.
"""

from mutoscope.adapters.http.declared import Part
from mutoscope.adapters.http.routes import Router

_ORDERED = ("/api/photo", "/api/video", "/api/analysis", "/api/scripts", "/api/tts", "/api/images", "/api/veo3")

router = Router(
    Part("functions.documents.auth", "/api/auth"),
    Part("functions.documents.orders", *_ORDERED),
    Part("functions.documents.jobs", "/api/status", *_ORDERED),
    Part("functions.documents.videos", "/api/videos"),
    Part("functions.documents.batches", "/api/batch"),
)
