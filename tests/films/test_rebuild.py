"""A manifest holds all it takes to make its film again, byte for byte."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.films.film import require_film
from mutoscope.films.manifest import Manifest
from mutoscope.films.order import order_film
from mutoscope.films.rebuild import (
    OtherVersions,
    changes_since,
    engine_versions,
    own_file_keys,
    request_from,
    require_same_versions,
)
from mutoscope.identifiers import new_id
from mutoscope.jobs.job import JobResult, require_job
from mutoscope.settings import Settings
from mutoscope.stages.contracts.master import stage_versions
from mutoscope.studio import Studio


def made(studio: Studio, user_id: str, film_id: str) -> JobResult:
    job = require_job(studio.database, require_film(studio.database, film_id, user_id=user_id).job_id, user_id=user_id)
    assert job.result is not None, job.error
    return job.result


def content(studio: Studio, result: JobResult, variant: str) -> bytes:
    found = studio.media.get_bytes(result.files[variant].key)
    assert found is not None
    return found


def test_a_film_ordered_again_from_its_manifest_has_the_same_bytes(
    client: TestClient, studio: Studio, user: str, drain: Any, fund: Callable[[str], None]
) -> None:
    order = {"script": "Hello.\n\nThe tide.", "seconds": 10, "aspect": "1:1", "music": "calm", "seed": 5}
    film_id = client.post("/v1/films", json=order).json()["id"]
    drain()
    first = made(studio, user, film_id)
    manifest = Manifest.model_validate_json(content(studio, first, "manifest"))

    somebody_else = new_id("user")
    studio.database.row("add_user", user_id=somebody_else, name="Somebody else")
    fund(somebody_else)
    again = json.loads(order_film(studio, somebody_else, request_from(manifest), None))["id"]
    drain()

    second = made(studio, somebody_else, again)
    assert {row.cached for row in second.stages} == {False}
    for variant in ("video", "audio", "thumbnail", "captions"):
        assert content(studio, second, variant) == content(studio, first, variant)
    assert manifest.video_sha256 == hashlib.sha256(content(studio, second, "video")).hexdigest()


@pytest.fixture
def manifest() -> Manifest:
    return Manifest.model_validate(
        {
            "title": "Rice",
            "seconds": 2,
            "frames": 60,
            "timeline_hash": "0",
            "engines": {"speak": "espeak 1", "draw": "illustrator 1"},
            "stages": {"segment": "2"},
            "settings": {"aspect": "1:1", "seconds": 20, "language": "en", "music": "calm", "seed": 5, "topic": "Rice"},
            "script": {"title": "Rice", "language": "en", "scenes": [{"scene_id": "s01", "narration": "Rice grows."}]},
            "timeline": {
                "width": 64,
                "height": 64,
                "language": "en",
                "captions": "none",
                "shots": [{"picture": "p", "frames": 60}],
            },
        }
    )


def test_the_order_holds_the_script_and_the_look_and_waits_for_no_review(manifest: Manifest) -> None:
    request = request_from(manifest)

    assert (request.topic, request.seconds, request.music, request.seed) == (None, 20, "calm", 5)
    assert not request.review
    assert [scene.narration for scene in request.script.scenes] == ["Rice grows."]  # type: ignore[union-attr]


def test_other_versions_are_named(manifest: Manifest) -> None:
    engines = {"speak": "espeak 2", "draw": "illustrator 1"}

    assert changes_since(manifest, engines, {"segment": "2"}) == ("speak: espeak 1 is now espeak 2",)


def test_a_film_of_other_engines_is_not_made_in_silence(manifest: Manifest) -> None:
    with pytest.raises(OtherVersions, match="draw: illustrator 1 is now illustrator"):
        require_same_versions(manifest, Settings())


def test_a_film_of_todays_engines_is_made(manifest: Manifest) -> None:
    now = manifest.model_copy(update={"engines": engine_versions(Settings()), "stages": stage_versions()})

    require_same_versions(now, Settings())


def test_files_of_ones_own_are_ordered_again(manifest: Manifest) -> None:
    picture, voice, music = (f"{digit * 64}/{name}" for digit, name in (("1", "a.png"), ("2", "b.wav"), ("3", "c.mp3")))
    scene = manifest.script.scenes[0].model_copy(update={"picture_file": picture, "voice_file": voice})
    own = manifest.model_copy(
        update={
            "script": manifest.script.with_scene(scene),
            "settings": {**manifest.settings, "music_file": music},
        }
    )

    request = request_from(own)

    assert own_file_keys(own) == (picture, voice, music)
    assert request.music_file == music
    assert request.script.scenes[0].picture_file == picture  # type: ignore[union-attr]
    assert request.script.scenes[0].voice_file == voice  # type: ignore[union-attr]
