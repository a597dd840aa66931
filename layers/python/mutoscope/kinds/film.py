"""film: a narrated, illustrated, captioned film from a topic, a text, a page or a script."""

from mutoscope.films.request import FilmRequest
from mutoscope.kinds.kind import Kind

FILM = Kind(
    name="film",
    summary="A narrated, illustrated, captioned film from a topic, a text, a page or a script.",
    request=FilmRequest,
    recipe=None,
    stages=("write", "voice", "picture", "score", "segment", "seam", "sound", "master"),
)
