"""What every benchmark writes: its figures, and the machine they were taken on."""

import argparse
import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path


def output_path() -> Path | None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path)
    chosen: Path | None = parser.parse_args().output
    return chosen


def write(figures: Mapping[str, object], output: Path | None) -> None:
    machine = {
        "date": datetime.now(UTC).date().isoformat(),
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    text = json.dumps({**figures, "taken_on": machine}, indent=2) + "\n"
    if output is None:
        print(text)
    else:
        output.write_text(text)
