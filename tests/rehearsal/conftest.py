"""The development environment, synthesised and deployed once for all tests that use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.assembly import Stack, read_stacks
from rehearsal.cloud import Cloud, opened_cloud
from rehearsal.story import Story
from rehearsal.synthesis import synthesise

ENVIRONMENT = "dev"


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> list[Stack]:
    folder: Path = tmp_path_factory.mktemp("assembly")
    synthesise(ENVIRONMENT, folder)
    return read_stacks(folder, ENVIRONMENT)


@pytest.fixture(scope="module")
def deployed(stacks: list[Stack]) -> Iterator[Cloud]:
    with opened_cloud(stacks, Story(quiet=True)) as cloud:
        yield cloud
