"""A request for pictures that OpenAI's client sends again, since its answer was lost, is one job."""

from typing import Any

import httpx
import pytest
from openai import OpenAI

from tests.clients.conftest import Server
from tests.clients.pictures import PROMPT, SMALL, jobs_of, png


class Cut(httpx.HTTPTransport):
    """Loses the first answer, as a connection does that is cut when everything is done."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.sent += 1
        if self.sent == 1:
            response.read()
            raise httpx.ReadError("cut")
        return response


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_that_the_client_repeats_makes_one_job(server: Server, stream: bool) -> None:
    transport = Cut()
    before = len(jobs_of(server))
    with httpx.Client(transport=transport) as http:
        client = OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=2, http_client=http)
        if stream:
            assert [event.type for event in client.images.generate(prompt=PROMPT, size=SMALL, stream=True)]
        else:
            assert client.images.generate(prompt=PROMPT, size=SMALL).data

    assert transport.sent == 2
    assert len(jobs_of(server)) == before + 1


def test_an_edit_that_the_client_repeats_makes_one_job(server: Server, meadow: Any) -> None:
    transport = Cut()
    before = len(jobs_of(server))
    with httpx.Client(transport=transport) as http:
        client = OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=2, http_client=http)
        assert client.images.edit(image=png(meadow).getvalue(), prompt="warmer").data

    assert transport.sent == 2
    assert len(jobs_of(server)) == before + 1
