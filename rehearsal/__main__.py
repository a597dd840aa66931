"""`python -m rehearsal` deploys the templates of an environment here, uses what they make, and removes all.

The environment is `dev`, where `--env` names no other.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from cdk.config import DEV, ENVIRONMENTS, Config
from rehearsal.assembly import read_stacks
from rehearsal.cloud import Cloud, opened_cloud, tear_down
from rehearsal.differences import declared
from rehearsal.failure import RehearsalFailed
from rehearsal.journey import SHORT_FILM, make_film, open_studio
from rehearsal.models import models_here
from rehearsal.permissions import made_calls, refused, unasked_calls
from rehearsal.picture import draw_picture
from rehearsal.story import Story
from rehearsal.synthesis import synthesise


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    config = _chosen()
    story = Story()
    try:
        with story.step("all of it"), tempfile.TemporaryDirectory(prefix="mutoscope-assembly-") as folder:
            _rehearse(config, Path(folder), story)
    except (RehearsalFailed, BotoCoreError, ClientError, httpx.HTTPError) as failed:
        print(f"The rehearsal failed. {failed}", file=sys.stderr)
        return 1
    return 0


def _leave(number: int, _frame: FrameType | None) -> None:
    """Through the finally clauses, which end what was started."""
    raise SystemExit(128 + number)


def _chosen() -> Config:
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=__doc__)
    parser.add_argument("--env", default=DEV.name, choices=[config.name for config in ENVIRONMENTS])
    name = parser.parse_args().env
    return next(config for config in ENVIRONMENTS if config.name == name)


def _rehearse(config: Config, folder: Path, story: Story) -> None:
    with story.step("the templates are synthesised"):
        synthesise(config.name, folder)
    with opened_cloud(read_stacks(folder, config.name), story) as cloud:
        _tell_differences(config, cloud, story)
        head, user = open_studio(cloud, config, story)
        picture = draw_picture(cloud, user, models_here(), story)
        film = make_film(head, user, SHORT_FILM, story)
        with story.step("the roles allowed what was done in their name") as details:
            calls = [*made_calls(cloud), *unasked_calls(cloud)]
            details.append(f"{len(calls)} different calls")
        faults = [
            *picture.faults(),
            *film.faults(),
            *(f"{each}, which its role does not allow." for each in refused(calls)),
        ]
        if faults:
            raise RehearsalFailed(" ".join(faults))
        tear_down(cloud, story)


def _tell_differences(config: Config, cloud: Cloud, story: Story) -> None:
    """Raises RehearsalFailed where they are others than those declared."""
    reasons = declared(config)
    made = cloud.differences.made
    for name in sorted(made):
        story.say(f"          other than in the cloud: {name}. {reasons.get(name, 'It is not declared.')}")
    if made != reasons.keys():
        wrong = ", ".join(sorted(made ^ reasons.keys()))
        raise RehearsalFailed(f"differences.toml must name exactly what differs; it does not for: {wrong}.")


if __name__ == "__main__":
    sys.exit(main())
