"""The notice that a Spot instance is about to be taken: two minutes in which the work is handed back.

Protocol: EC2 instance metadata version 2, `spot/instance-action`; it answers 404 until there is a notice.
"""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable

ADDRESS = "http://169.254.169.254"
EVERY_SECONDS = 5.0
_TIMEOUT = 2.0


def watch(leave: Callable[[], None], leaving: threading.Event, address: str = ADDRESS) -> threading.Thread:
    """Calls `leave` once when the notice comes; ends when `leaving` is set, or where there is no such service."""
    thread = threading.Thread(target=_watch, args=(leave, leaving, address), name="spot", daemon=True)
    thread.start()
    return thread


def _watch(leave: Callable[[], None], leaving: threading.Event, address: str) -> None:
    while not leaving.is_set():
        noticed = is_noticed(address)
        if noticed is None:
            return
        if noticed:
            leave()
            return
        leaving.wait(EVERY_SECONDS)


def is_noticed(address: str = ADDRESS) -> bool | None:
    """Whether this instance will be taken; None where nothing answers, which is any machine outside EC2."""
    try:
        token = _get(f"{address}/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "60"}, "PUT")
        _get(f"{address}/latest/meta-data/spot/instance-action", {"X-aws-ec2-metadata-token": token}, "GET")
    except urllib.error.HTTPError as error:
        return False if error.code == 404 else None
    except OSError:
        return None
    return True


def _get(url: str, headers: dict[str, str], method: str) -> str:
    request = urllib.request.Request(url, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
        return str(answer.read().decode())
