"""Stopping a film that is being made: `mutoscope cancel`. A film that is made stays as it is."""

from rich.console import Console

from mutoscope.errors import MutoscopeError
from mutoscope.laptop.client import FilmClient
from mutoscope.laptop.ids import require_film_id
from mutoscope.laptop.session import Session
from mutoscope.settings import Settings


class NothingToCancel(MutoscopeError):
    """The film is {status}: there is nothing to cancel."""

    code = "nothing_to_cancel"
    hint = "`mutoscope films` lists the films and how they stand."


def cancel_film(console: Console, settings: Settings, film_id: str) -> None:
    """Not the film is deleted but its job is ended, lest one that is just made be lost.

    Raises NoFilmId, NothingToCancel.
    """
    require_film_id(film_id)
    with Session(settings, lambda: console.print("Starting the studio ...", style="dim")) as session:
        client = FilmClient(session)
        film = client.get(film_id)
        if film.job_id:
            client.cancel(film.job_id)
        ended = client.get(film_id)
    if film.status == "cancelled" or ended.status != "cancelled":
        raise NothingToCancel(status=ended.status.value.replace("_", " "))
    console.print(f"The film is cancelled: {film.title}", markup=False, highlight=False)
