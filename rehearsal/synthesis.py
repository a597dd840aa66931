"""The templates of one environment, synthesised in a process of its own: `python -m rehearsal.synthesis dev FOLDER`.

As `make synth` writes them for whoever names a repository and says `-c models=true`, but that no function is a
container image: the engine runs none. Other environments are left out, which would take three times as long again.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cdk.app import studio_app
from cdk.config import ENVIRONMENTS
from cdk.packaging import ROOT, package
from rehearsal.failure import RehearsalFailed

_REPOSITORY = "mutoscope/mutoscope"
"""Whose workflows may deploy: any name will do."""


def synthesise(environment: str, folder: Path) -> None:
    """Raises RehearsalFailed with the last words of the synthesis."""
    command = [sys.executable, "-m", "rehearsal.synthesis", environment, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RehearsalFailed(f"Synthesis ends with: {done.stderr.strip()[-500:]}")


def main(environment: str, folder: str) -> None:
    with TemporaryDirectory() as packages:
        chosen = [
            replace(config, has_containers=False, has_models=True, repository=_REPOSITORY)
            for config in ENVIRONMENTS
            if config.name == environment
        ]
        studio_app(package(Path(packages)), Path(folder), chosen).synth()


if __name__ == "__main__":
    main(*sys.argv[1:])
