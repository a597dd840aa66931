"""schemathesis over the whole API, as two users: no server error, nothing undocumented, nothing of anybody else's."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
MINUTES = 8


@pytest.mark.soak
@pytest.mark.usefixtures("unlimited")
def test_fuzzing_finds_nothing(target: Any, tmp_path: Path) -> None:
    command = [
        Path(sys.executable).with_name("schemathesis"),
        *("--config-file", CONFIGURATION, "--no-color"),
        *("run", f"{target.url}/openapi.json", "--wait-for-schema", "20", "--max-time", str(MINUTES * 60)),
    ]

    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "MUTOSCOPE_FUZZ_USERS": str(target.users)},
        capture_output=True,
        text=True,
        check=False,
    )

    (tmp_path / "findings.txt").write_text(done.stdout)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
