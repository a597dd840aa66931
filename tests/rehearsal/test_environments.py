"""Environments that keep data are rehearsed as dev is, as far as the engine knows what they are made of.

What they keep outlives their stacks, and nothing else does.
"""

from pathlib import Path

import pytest

from cdk.config import PROD, STAGING, Config
from rehearsal.assembly import read_stacks
from rehearsal.cloud import opened_cloud, tear_down
from rehearsal.differences import declared
from rehearsal.journey import SHORT_FILM, make_film, open_studio
from rehearsal.models import comfyui_workflow
from rehearsal.permissions import made_calls, refused, unasked_calls
from rehearsal.picture import draw_picture
from rehearsal.story import Story
from rehearsal.synthesis import synthesise

QUIET = Story(quiet=True)


@pytest.mark.soak
@pytest.mark.parametrize("config", [STAGING, PROD], ids=["staging", "prod"])
def test_an_environment_that_keeps_data_makes_pictures_and_films_and_leaves_what_it_keeps(
    config: Config, tmp_path: Path
) -> None:
    synthesise(config.name, tmp_path)

    with opened_cloud(read_stacks(tmp_path, config.name), QUIET) as cloud:
        head, user = open_studio(cloud, config, QUIET)
        picture = draw_picture(cloud, user, comfyui_workflow(), QUIET)
        film = make_film(head, user, SHORT_FILM, QUIET)
        calls = [*made_calls(cloud), *unasked_calls(cloud)]
        tear_down(cloud, QUIET)

    assert cloud.differences.made == declared(config).keys()
    assert [*picture.faults(), *film.faults()] == []
    assert refused(calls) == []
