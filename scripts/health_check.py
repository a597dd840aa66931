"""Asks a studio that was just deployed whether it is well, until it is or the time is up: `health_check.py https://...`.

A database that wakes is waited for; what stays wrong is said in one line, and the exit status is 1.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from mutoscope.accounts.api_keys import issue

PAUSE_SECONDS = 3.0
NEEDED_HEADERS = ("strict-transport-security", "content-security-policy", "x-content-type-options")


@dataclass(frozen=True)
class Studio:
    url: str
    behind: str | None = None
    """The address behind the edge, which must refuse everybody else."""
    version: str | None = None
    commit: str | None = None
    """What /health must say that it was deployed from; the version alone stays the same from commit to commit."""


def main() -> int:
    asked = _arguments()
    behind = asked.behind.rstrip("/") if asked.behind else None
    studio = Studio(asked.url.rstrip("/"), behind, asked.version, asked.commit)
    with httpx.Client(timeout=30, follow_redirects=False) as client:
        wrong = wait(lambda: problems(client, studio), asked.seconds)
    for each in wrong:
        print(f"Error: {each}", file=sys.stderr)
    if not wrong:
        print(f"{studio.url} is well.")
    return 1 if wrong else 0


def wait(look: Callable[[], list[str]], seconds: float, pause: float = PAUSE_SECONDS) -> list[str]:
    """Looks until nothing is wrong; answers what still was at the end."""
    end = time.monotonic() + seconds
    while (wrong := look()) and time.monotonic() + pause < end:
        time.sleep(pause)
    return wrong


def problems(client: httpx.Client, studio: Studio) -> list[str]:
    try:
        wrong = [*_health(client, studio), *_guard(client, studio)]
        return wrong + (_behind(client, studio.behind) if studio.behind else [])
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return [f"{studio.url} does not answer: {type(error).__name__}."]


def _health(client: httpx.Client, studio: Studio) -> list[str]:
    answer = client.get(f"{studio.url}/health")
    if answer.status_code != 200:
        return [f"/health answers {answer.status_code}."]
    try:
        told = answer.json()
    except ValueError:
        return ["/health answers something that is no JSON: another site, or a page of this one."]
    wrong = [] if told.get("status") == "ok" else [f"/health says {told.get('status')}."]
    if studio.version not in (None, told.get("version")):
        wrong.append(f"It is version {told.get('version')}, not {studio.version}.")
    if studio.commit not in (None, told.get("commit")):
        wrong.append(f"It is commit {told.get('commit') or 'nobody knows which'}, not {studio.commit}.")
    if studio.url.startswith("https:"):
        wrong += [f"The header {name} is missing." for name in NEEDED_HEADERS if name not in answer.headers]
    return wrong


def _guard(client: httpx.Client, studio: Studio) -> list[str]:
    """A key that is well formed is looked up in the record, so this shows that the database answers."""
    answer = client.get(f"{studio.url}/v1/jobs", headers={"Authorization": f"Bearer {issue().secret}"})
    return [] if answer.status_code == 401 else [f"/v1/jobs answers {answer.status_code} to a key that nobody has."]


def _behind(client: httpx.Client, address: str) -> list[str]:
    answer = client.get(f"{address}/health")
    return [] if answer.status_code == 403 else [f"{address} answers {answer.status_code} to who goes around the edge."]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Asks a studio whether it is well.")
    parser.add_argument("url")
    parser.add_argument("--behind", help="the HTTP API's own address, which must answer 403")
    parser.add_argument("--version", help="the version that it should be")
    parser.add_argument("--commit", help="the commit that it should be")
    parser.add_argument("--seconds", type=float, default=120, help="how long to wait for it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
