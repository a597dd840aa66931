"""`python -m rehearsal` deploys the templates of the environment `dev` here, uses what they make, and removes all."""

import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from cdk.config import DEV
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
    story = Story()
    try:
        with story.step("all of it"), tempfile.TemporaryDirectory(prefix="mutoscope-assembly-") as folder:
            _rehearse(Path(folder), story)
    except (RehearsalFailed, BotoCoreError, ClientError, httpx.HTTPError) as failed:
        print(f"The rehearsal failed. {failed}", file=sys.stderr)
        return 1
    return 0


def _leave(number: int, _frame: FrameType | None) -> None:
    """Through the finally clauses, which end what was started."""
    raise SystemExit(128 + number)


def _rehearse(folder: Path, story: Story) -> None:
    with story.step("the templates are synthesised"):
        synthesise(DEV.name, folder)
    with opened_cloud(read_stacks(folder, DEV.name), story) as cloud:
        _tell_differences(cloud, story)
        head, user = open_studio(cloud, DEV, story)
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


def _tell_differences(cloud: Cloud, story: Story) -> None:
    """Raises RehearsalFailed where they are others than those declared."""
    reasons = declared()
    made = cloud.differences.made
    for name in sorted(made):
        story.say(f"          other than in the cloud: {name}. {reasons.get(name, 'It is not declared.')}")
    if made != reasons.keys():
        wrong = ", ".join(sorted(made ^ reasons.keys()))
        raise RehearsalFailed(f"differences.toml must name exactly what differs; it does not for: {wrong}.")


if __name__ == "__main__":
    sys.exit(main())
