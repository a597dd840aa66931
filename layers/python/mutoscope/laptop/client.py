"""The studio's API as the command line uses it; patient with a studio that is mending itself."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import httpx

from mutoscope.errors import MutoscopeError
from mutoscope.films.request import FilmRequest, SceneEdit
from mutoscope.films.resource import FilmResource
from mutoscope.laptop.deliveries import Deliveries
from mutoscope.laptop.session import Session

PATIENCE_SECONDS = 90.0


class Refused(MutoscopeError):
    """{reason}"""

    code = "refused"
    hint = "{advice}"


class FilmClient:
    def __init__(self, session: Session) -> None:
        self._session = session
        # One for all requests: httpx.get() reads the system's certificates anew each time, 24 ms of processor. Each has
        # a connection of its own, since the studio may have started again in between.
        self._http = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
        self.deliveries = Deliveries(session.home.folder / "deliveries")

    def create(self, request: FilmRequest, key: str) -> FilmResource:
        # What nobody asked for is left to the studio: a script's length is how long it takes to tell.
        body = request.model_dump(mode="json", exclude_none=True, exclude_unset=True)
        return self._film(self._call("POST", "/v1/films", json=body, headers={"Idempotency-Key": key}))

    def upload(self, path: Path, name: str) -> None:
        """Stores a file of one's own; doing it again changes nothing."""
        self._call("PUT", f"/v1/inputs/{_quoted(name)}", content=path.read_bytes())

    def get(self, film_id: str) -> FilmResource:
        return self._film(self._call("GET", f"/v1/films/{_quoted(film_id)}"))

    def list(self, limit: int) -> list[FilmResource]:
        answer = self._call("GET", "/v1/films", params={"limit": str(limit)})
        return [FilmResource.model_validate(item) for item in answer.json()["data"]]

    def edit_scene(self, film_id: str, scene_id: str, edit: SceneEdit) -> FilmResource:
        body = edit.model_dump(mode="json", exclude_none=True)
        return self._film(self._call("PATCH", f"/v1/films/{_quoted(film_id)}/scenes/{_quoted(scene_id)}", json=body))

    def cancel(self, job_id: str) -> None:
        """Ends a job that is not over; one that is over stays as it is."""
        self._call("DELETE", f"/v1/jobs/{_quoted(job_id)}")

    def download(self, film_id: str, variant: str, path: Path) -> None:
        """Writes the whole file: what a studio that goes away has sent by then is fetched again."""

        def fetched() -> httpx.Response:
            where, query = self._url(f"/v1/films/{_quoted(film_id)}/content"), {"variant": variant}
            with self._http.stream("GET", where, params=query, headers=self._with(), timeout=30.0) as answer:
                if answer.status_code != 200:
                    answer.read()
                    return answer
                with path.open("wb") as file:
                    for chunk in answer.iter_bytes():
                        file.write(chunk)
            return answer

        self._patiently(fetched)

    def watch(self, film_id: str, *, every: float = 0.4) -> Iterator[FilmResource]:
        """The film as it goes on, until it is over or waits for its review."""
        while True:
            film = self.get(film_id)
            yield film
            if film.status not in ("queued", "in_progress"):
                return
            time.sleep(every)

    def _call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return self._patiently(
            lambda: self._http.request(
                method,
                self._url(path),
                json=json,
                content=content,
                params=params,
                headers=self._with(headers),
                timeout=60.0 if content else 30.0,
            )
        )

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Asks again while the studio is away. Raises Refused."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = ask()
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 400:
                return answer
            if answer is not None and answer.status_code != 503:
                raise self._refusal(answer)
            if time.monotonic() > deadline:
                raise Refused(reason="The studio does not answer.", advice=f"Look into {self._session.home.logs}.")
            time.sleep(0.3)
            self._session.ensure()

    def _with(self, headers: Mapping[str, str] | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._session.key}", **(headers or {})}

    def _url(self, path: str) -> str:
        return self._session.url + path

    @staticmethod
    def _film(answer: httpx.Response) -> FilmResource:
        return FilmResource.model_validate_json(answer.content)

    @staticmethod
    def _refusal(answer: httpx.Response) -> Refused:
        try:
            error = answer.json()["error"]
        except (ValueError, KeyError):
            return Refused(reason=f"The studio answered {answer.status_code}.", advice="Look into its logs.")
        if error["code"] == "invalid_input" and error["param"] == "film_id":
            return Refused(reason="That is not the id of a film.", advice="`mutoscope films` lists the films.")
        return Refused(reason=error["message"], advice=error.get("hint") or "")


def _quoted(part: str) -> str:
    return quote(part, safe="")
