"""Whether the worker is alive: it touches a file every few seconds, and this looks how old it is."""

import sys
import tempfile
import threading
import time
from pathlib import Path

HEARTBEAT = Path(tempfile.gettempdir()) / "mutoscope-models.heartbeat"
EVERY_SECONDS = 5.0
STALE_SECONDS = 30.0


def beat(leaving: threading.Event, path: Path = HEARTBEAT) -> threading.Thread:
    """Touches the file for as long as the worker wants work."""

    def run() -> None:
        while not leaving.is_set():
            path.touch()
            leaving.wait(EVERY_SECONDS)

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    return thread


def is_healthy(path: Path = HEARTBEAT) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime < STALE_SECONDS


if __name__ == "__main__":
    sys.exit(0 if is_healthy() else 1)
