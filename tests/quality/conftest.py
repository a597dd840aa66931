"""One small film, made once by a real studio, with all that is needed to judge it."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import SecretStr

from mutoscope.bootstrap import connect
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.films.film import require_film
from mutoscope.films.manifest import Manifest
from mutoscope.films.order import order_film
from mutoscope.films.request import FilmRequest
from mutoscope.identifiers import new_id
from mutoscope.jobs.job import require_job
from mutoscope.laptop.resources import create_resources
from mutoscope.render.layers import LAYERS, LayersFile, PictureSource, layered
from mutoscope.render.timeline import Timeline
from mutoscope.settings import Settings
from mutoscope.stages.contracts.picture import PICTURE
from mutoscope.stages.contracts.voice import SPEECH
from mutoscope.stages.store import prefix, read_record
from mutoscope.studio import Studio
from tests.working import work_off

SCRIPT = """The moon pulls at the sea.

Boats float up. Later they lie on the sand.

Mountains do not move.

So the tide is a clock."""


@dataclass(frozen=True)
class FinishedFilm:
    """The delivered files in `folder`, and what they were made from."""

    folder: Path
    timeline: Timeline
    pictures: dict[str, PictureSource]
    voices: dict[str, Path]

    @property
    def video(self) -> Path:
        return self.folder / "video"

    def sound(self) -> NDArray[np.float32]:
        """One channel as a player hears it, from the film's first sample on."""
        with av.open(str(self.video)) as container:
            frames = list(container.decode(audio=0))
        assert frames[0].pts is not None
        heard: NDArray[np.float32] = np.concatenate([frame.to_ndarray()[0] for frame in frames])
        return heard[-frames[0].pts :] if frames[0].pts < 0 else np.pad(heard, (frames[0].pts, 0))


@pytest.fixture(scope="session")
def quality_studio(cloud: Any) -> Iterator[Studio]:
    name = f"q{secrets.token_hex(6)}"
    settings = Settings(
        database_url=cloud.database_url,
        aws_endpoint_url=cloud.aws_endpoint_url,
        aws_secret=cloud.aws_secret,
        bucket=name,
        work_queue=f"{name}-work",
        live_table=f"{name}-live",
        film_state_machine=f"{name}-film",
        key_pepper=SecretStr("pepper"),
    )
    create_resources(settings)
    studio = connect(settings)
    yield studio
    studio.database.close()


@pytest.fixture(scope="session")
def finished(quality_studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> FinishedFilm:
    studio, user = quality_studio, new_id("user")
    studio.database.row("add_user", user_id=user, name="A viewer")
    Ledger(studio.database).grant(user, "means", 1_000, bucket=Bucket.PACK, reason="test")
    request = FilmRequest.model_validate({"script": SCRIPT, "aspect": "1:1", "music": "none", "seed": 3})
    film_id = json.loads(order_film(studio, user, request, None))["id"]
    work_off(studio)
    film = require_film(studio.database, film_id, user_id=user)
    job = require_job(studio.database, film.job_id, user_id=user)
    assert job.result is not None, job.error
    return _fetched(studio, user, job.result.files, tmp_path_factory.mktemp("film"))


@dataclass(frozen=True)
class Frames:
    """Every frame of the film, as small as an eye needs to tell one from another, and when it is shown."""

    luma: tuple[NDArray[np.uint8], ...]
    times: tuple[float, ...]


@pytest.fixture(scope="session")
def frames(finished: FinishedFilm) -> Frames:
    with av.open(str(finished.video)) as container:
        seen = [
            (frame.reformat(128, 72, format="gray").to_ndarray(), float(frame.time or 0))
            for frame in container.decode(container.streams.video[0])
        ]
    return Frames(tuple(luma for luma, _ in seen), tuple(time for _, time in seen))


def _fetched(studio: Studio, user: str, files: Any, folder: Path) -> FinishedFilm:
    for variant, file in files.items():
        studio.media.fetch(file.key, folder / variant)
    timeline = Manifest.model_validate_json((folder / "manifest").read_bytes()).timeline

    def fetch(key: str, name: str) -> Path:
        target = folder / f"{key}-{name}"
        studio.media.fetch(prefix(user, key) + name, target)
        return target

    def picture(key: str) -> PictureSource:
        if not read_record(studio.media, user, key).facts.get("layers"):
            return fetch(key, PICTURE)
        file = LayersFile.model_validate_json(fetch(key, LAYERS).read_bytes())
        return layered(file, {layer.file: fetch(key, layer.file) for layer in file.layers})

    return FinishedFilm(
        folder,
        timeline,
        {shot.picture: picture(shot.picture) for shot in timeline.shots},
        {clip.asset: fetch(clip.asset, SPEECH) for clip in timeline.voice},
    )
