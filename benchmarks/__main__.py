"""`make bench`: every benchmark in turn, each in a process of its own; results go to benchmarks/results/."""

import subprocess
import sys
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
BENCHMARKS = (
    "stage_overhead",
    "requests",
    "studio",
    "render",
    "encoding",
    "parallax",
    "film",
    "ledger",
    "gallery",
    "job_overhead",
    "fleet",
)


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    for name in BENCHMARKS:
        print(f"{name} ...", flush=True)
        result = RESULTS / f"{name}.json"
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", "--output", str(result)], check=True)
        print(result.read_text(), flush=True)


if __name__ == "__main__":
    main()
