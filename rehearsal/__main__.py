"""`python -m rehearsal` deploys the templates of the environment `dev` here, uses what they make, and removes all."""

import sys
import tempfile
from pathlib import Path

import httpx

from rehearsal.assembly import read_stacks
from rehearsal.cloud import opened_cloud, tear_down
from rehearsal.failure import RehearsalFailed
from rehearsal.story import Story
from rehearsal.synthesis import synthesise

ENVIRONMENT = "dev"


def main() -> int:
    story = Story()
    try:
        with tempfile.TemporaryDirectory(prefix="mutoscope-assembly-") as folder:
            with story.step("the templates are synthesised"):
                synthesise(ENVIRONMENT, Path(folder))
            with opened_cloud(read_stacks(Path(folder), ENVIRONMENT), story) as cloud:
                with story.step("the API answers"):
                    httpx.get(f"{cloud.api}/health", headers=cloud.edge, timeout=60).raise_for_status()
                tear_down(cloud, story)
    except RehearsalFailed as failed:
        print(f"The rehearsal failed: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
