"""What a stage costs beside its own work: queue, record, lease, bookkeeping, and the engine's callback apart from it.

A film of many one-word scenes is worked off in this process on the embedded engines; for each voice stage the time
between taking its message and being done with it is measured, less the stage's own run and the upload of its files.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import SecretStr

from benchmarks.result import output_path, write
from mutoscope.accounts.api_keys import LOCAL_OWNER, issue, register_owner
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.bootstrap import connect
from mutoscope.films.order import order_film
from mutoscope.films.request import FilmRequest, SceneRequest, ScriptRequest
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.jobs.worker import take
from mutoscope.laptop.aws_engine import AwsEngine
from mutoscope.laptop.home import Home, free_port
from mutoscope.laptop.postgres import EmbeddedPostgres
from mutoscope.laptop.processes import Processes
from mutoscope.laptop.resources import create_resources
from mutoscope.ports import Builds
from mutoscope.settings import Settings
from mutoscope.studio import Studio

SCENES = 40


@dataclass
class TimedBuilds:
    """The film builder, with the time of each callback kept."""

    builds: Builds
    callbacks: list[float] = field(default_factory=list)

    def start(self, name: str, document: str) -> None:
        self.builds.start(name, document)

    def stop(self, name: str) -> None:
        self.builds.stop(name)

    def is_live(self, name: str) -> bool:
        return self.builds.is_live(name)

    def deliver(self, token: str, document: str) -> None:
        began = time.perf_counter()
        self.builds.deliver(token, document)
        self.callbacks.append(time.perf_counter() - began)

    def fail(self, token: str, error: str, cause: str) -> None:
        self.builds.fail(token, error, cause)

    def heartbeat(self, token: str) -> None:
        self.builds.heartbeat(token)


@contextmanager
def embedded_studio() -> Iterator[Studio]:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.prepare()
        processes = Processes(home.processes, home.logs)
        engine = AwsEngine(home, Settings(), processes, free_port())
        postgres = EmbeddedPostgres(home.postgres)
        try:
            engine.start()
            url = postgres.start()
            migrate(url)
            engine.wait()
            settings = Settings(
                database_url=url,
                aws_endpoint_url=engine.endpoint,
                aws_secret=engine.secret,
                key_pepper=SecretStr("bench"),
                home=home.folder,
                tops_up_owner=True,
            )
            create_resources(settings)
            yield connect(settings)
        finally:
            processes.stop()
            postgres.stop()


def measure(studio: Studio) -> dict[str, object]:
    builds = TimedBuilds(studio.builds)
    timed = replace(studio, builds=builds)
    register_owner(timed, issue())
    scenes = tuple(SceneRequest(narration=f"Word {number}.") for number in range(SCENES))
    order_film(timed, LOCAL_OWNER, FilmRequest(script=ScriptRequest(scenes=scenes), music="none"), None)
    spent = dict(_voices(timed))
    films = timed.database.rows("list_films", user_id=LOCAL_OWNER, after=None, limit=1)
    marks = {mark.scene: mark for mark in timed.live.marks(films[0]["job_id"]) if mark.name == "voice"}
    overheads = [seconds - marks[scene].seconds for scene, seconds in spent.items()]
    return {
        "stages": len(overheads),
        "overhead_ms_median": round(1000 * statistics.median(overheads), 1),
        "overhead_ms_p95": round(1000 * statistics.quantiles(overheads, n=20)[-1], 1),
        "of_which_engine_callback_ms_median": round(1000 * statistics.median(builds.callbacks), 1),
        "asked_ms_median": 60,
    }


def _voices(studio: Studio) -> Iterator[tuple[str, float]]:
    """Scene and seconds of each voice stage, from its message in hand to its message gone."""
    seen = 0
    while seen < SCENES and (received := studio.work.receive(wait=2)) is not None:
        message = read_message(received.body)
        if isinstance(message, StageMessage) and message.stage in ("picture", "segment"):
            continue
        began = time.perf_counter()
        take(studio, received)
        if isinstance(message, StageMessage) and message.stage == "voice":
            seen += 1
            yield message.state.scene_id or "", time.perf_counter() - began


def main() -> None:
    with embedded_studio() as studio:
        write(measure(studio), output_path())


if __name__ == "__main__":
    main()
