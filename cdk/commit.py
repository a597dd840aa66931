"""Which commit is here: what /health of a deployed studio says, and what its deployment waits to hear.

`MUTOSCOPE_COMMIT` says it where there is no git, as in an unpacked archive; without both it is not known.
"""

import os
import subprocess
from pathlib import Path

from mutoscope.settings import Settings

ROOT = Path(__file__).parent.parent


def commit_here(root: Path = ROOT) -> str:
    """Its digits, with `-changed` behind them where tracked files differ from it; empty where it is not known."""
    return Settings().commit or _by_git(root)


def _by_git(root: Path) -> str:
    # Whatever repository the folder may lie in, it is not ours.
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(root.resolve().parent)}
    asked = ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=-changed"]
    try:
        done = subprocess.run(asked, cwd=root, env=alone, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
