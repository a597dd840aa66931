"""The check after a deployment, against studios on loopback that are well, ill, waking or not there."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from mutoscope.laptop.home import free_port
from scripts.health_check import NEEDED_HEADERS, Studio, problems, wait

ROOT = Path(__file__).parents[2]
Answers = dict[str, tuple[int, str]]
WELL: Answers = {
    "/health": (200, '{"status": "ok", "version": "1.2", "commit": "abc"}'),
    "/v1/jobs": (401, "{}"),
}
Served = Callable[[Answers], str]


@pytest.fixture
def served() -> Iterator[Served]:
    """Serves fixed answers on loopback, and answers the address."""
    with ExitStack() as stack:

        def serve(answers: Answers) -> str:
            class Handler(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    status, body = answers[self.path]
                    self.send_response(status)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body.encode())

                def log_message(self, format: str, *args: object) -> None:
                    """The test says what it saw."""

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


@pytest.fixture
def asked() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def test_a_studio_that_answers_and_knows_no_strange_key_is_well(asked: httpx.Client, served: Served) -> None:
    assert problems(asked, Studio(served(WELL), version="1.2")) == []


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"/health": (502, "")}, "/health answers 502."),
        (
            {"/health": (200, "<html>")},
            "/health answers something that is no JSON: another site, or a page of this one.",
        ),
        ({"/health": (200, '{"status": "ill", "version": "1.2"}')}, "/health says ill."),
        ({"/health": (200, '{"status": "ok", "version": "1.1"}')}, "It is version 1.1, not 1.2."),
        ({"/v1/jobs": (503, "")}, "/v1/jobs answers 503 to a key that nobody has."),
        ({"/v1/jobs": (200, "{}")}, "/v1/jobs answers 200 to a key that nobody has."),
    ],
)
def test_what_is_wrong_is_said(asked: httpx.Client, served: Served, answers: Answers, problem: str) -> None:
    assert problems(asked, Studio(served(WELL | answers), version="1.2")) == [problem]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('{"status": "ok", "version": "1.2", "commit": "abc"}', []),
        ('{"status": "ok", "version": "1.2", "commit": "def"}', ["It is commit def, not abc."]),
        ('{"status": "ok", "version": "1.2", "commit": ""}', ["It is commit nobody knows which, not abc."]),
        ('{"status": "ok", "version": "1.2"}', ["It is commit nobody knows which, not abc."]),
    ],
)
def test_a_studio_of_another_commit_is_not_the_one_that_was_deployed(
    asked: httpx.Client, served: Served, said: str, problem: list[str]
) -> None:
    url = served(WELL | {"/health": (200, said)})

    assert problems(asked, Studio(url, version="1.2", commit="abc")) == problem
    assert problems(asked, Studio(url, version="1.2")) == []


def test_an_address_behind_the_edge_that_answers_everybody_is_a_problem(asked: httpx.Client, served: Served) -> None:
    open_one, closed_one = served(WELL), served({"/health": (403, "{}")})

    assert problems(asked, Studio(served(WELL), behind=closed_one)) == []
    assert problems(asked, Studio(served(WELL), behind=open_one)) == [
        f"{open_one} answers 200 to who goes around the edge."
    ]


def test_what_is_no_address_does_not_answer(asked: httpx.Client) -> None:
    assert problems(asked, Studio("http://studio:port")) == ["http://studio:port does not answer: InvalidURL."]


def test_over_tls_the_headers_of_the_edge_are_asked_for() -> None:
    bare = httpx.MockTransport(_without_headers)
    with httpx.Client(transport=bare) as client:
        found = problems(client, Studio("https://studio.example"))

    assert found == [f"The header {name} is missing." for name in NEEDED_HEADERS]


def _without_headers(request: httpx.Request) -> httpx.Response:
    status, body = WELL[request.url.path]
    return httpx.Response(status, text=body)


def test_a_database_that_wakes_is_waited_for() -> None:
    looks = iter([["/v1/jobs answers 503 to a key that nobody has."], []])

    assert wait(lambda: next(looks), seconds=10, pause=0) == []


def test_what_is_wrong_to_the_end_is_answered() -> None:
    assert wait(lambda: ["ill"], seconds=0) == ["ill"]


def test_the_command_fails_for_a_studio_that_is_not_there() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "scripts.health_check", url, "--seconds", "0"]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert said.returncode == 1
    assert said.stderr == f"Error: {url} does not answer: ConnectError.\n"
