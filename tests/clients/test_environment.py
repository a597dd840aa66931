"""The clients that the tests drive are the unmodified ones of their makers, at the versions that the locks name."""

import pytest
from openai import NotFoundError, OpenAI

from tests.clients.conftest import RunClient


def test_the_newest_client_meets_the_studio(openai: OpenAI) -> None:
    with pytest.raises(NotFoundError) as refused:
        openai.get("/jobs/job_00000000000000000000000000", cast_to=object)

    assert refused.value.request_id
    assert refused.value.code == "not_found"


def test_the_environment_has_the_other_clients(run_client: RunClient) -> None:
    asked = "import elevenlabs, litellm, replicate\nfrom importlib.metadata import version\n"

    versions = run_client(f"{asked}print(*map(version, ('litellm', 'replicate', 'elevenlabs')))").split()

    assert versions == ["1.110.2", "1.0.7", "2.78.0"]


@pytest.mark.parametrize(("openai_1", "major"), [(False, "3"), (True, "1")])
def test_an_older_major_of_openais_client_comes_first_where_asked_for(
    run_client: RunClient, openai_1: bool, major: str
) -> None:
    version = run_client("import openai; print(openai.__version__)", openai_1=openai_1)

    assert version.split(".")[0] == major
