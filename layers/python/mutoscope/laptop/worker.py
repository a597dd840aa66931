"""One worker process of the laptop: takes stages and jobs from the queue until it is told to stop.

SIGTERM ends it at once: what it was doing is done again by the next worker, and nothing finished is lost.
"""

import ctypes
import signal
import sys
import threading

import pyvips

from mutoscope.bootstrap import open_studio
from mutoscope.jobs.side_by_side import serve_side_by_side
from mutoscope.jobs.worker import serve

_PR_SET_PDEATHSIG, _PR_SET_THP_DISABLE = 1, 41


def main() -> None:
    if sys.platform == "linux":
        _end_with_parent()
        _take_small_pages()
    # No picture is asked for twice in a row: what libvips would remember of them is memory that nobody gets back.
    pyvips.cache_set_max(0)
    wanted = threading.Event()
    wanted.set()
    studio = open_studio()
    # Nobody waits for a letter until a film is finished.
    threading.Thread(target=serve, args=(studio, wanted, studio.errands), name="errands", daemon=True).start()
    threading.Thread(
        target=serve_side_by_side, args=(studio, wanted, studio.webhooks), name="webhooks", daemon=True
    ).start()
    serve(studio, wanted, studio.work, rest=_give_memory_back)


def _end_with_parent() -> None:
    """Whoever started it may be killed in the middle of a stage, and nobody would end it then."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _take_small_pages() -> None:
    """x264 asks Linux for pages of 2 MiB, and of every frame it holds a part of one is never used: 5 MiB altogether."""
    ctypes.CDLL(None).prctl(_PR_SET_THP_DISABLE, 1, 0, 0, 0)


def _give_memory_back() -> None:
    """What glibc keeps of a finished stage for the next one, which needs blocks of other sizes."""
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim"):
        ctypes.CDLL(None).malloc_trim(0)


if __name__ == "__main__":
    main()
