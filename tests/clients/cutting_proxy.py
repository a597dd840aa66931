"""A proxy on loopback that cuts its first connection where it is told, and lets all others through."""

import contextlib
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_CHUNK = 64


@dataclass
class Cut:
    """After so many bytes of the request or of the answer, or so many seconds after the request began."""

    request: float = float("inf")
    answer: float = float("inf")
    seconds: float | None = None
    happened: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def of_seed(cls, seed: int) -> "Cut":
        """Seeds take turns: in the request, while it is being handled, in the answer."""
        chance = random.Random(seed)
        match seed % 3:
            case 0:
                return cls(request=chance.randrange(700))
            case 1:
                return cls(answer=float("inf"), seconds=chance.uniform(0.002, 0.06))
            case _:
                return cls(answer=chance.randrange(500))

    @property
    def holds_the_answer(self) -> bool:
        """What is cut by the clock must not be answered before."""
        return self.seconds is not None


@contextmanager
def cutting(url: str, cut: Cut) -> Iterator[str]:
    """The address of a proxy to `url`."""
    target = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = (str(target.hostname), int(target.port or 80))
        threading.Thread(target=_serve, args=(listener, address, cut), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        # A listener that is only closed stays in accept.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, address: tuple[str, int], cut: Cut) -> None:
    first = True
    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        far = socket.create_connection(address)
        mine = cut if first else Cut()
        first = False
        for source, sink, most, held in (
            (near, far, mine.request, False),
            (far, near, mine.answer, mine.holds_the_answer),
        ):
            pump = threading.Thread(target=_pump, args=(source, sink, most, held, mine, (near, far)), daemon=True)
            pump.start()


def _pump(
    source: socket.socket, sink: socket.socket, most: float, held: bool, cut: Cut, both: tuple[socket.socket, ...]
) -> None:
    passed = 0
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            if cut.seconds is not None and not held and passed == 0:
                threading.Timer(cut.seconds, _end, (cut, both)).start()
            if passed + len(data) > most:
                sink.sendall(data[: int(most) - passed])
                _end(cut, both)
                return
            passed += len(data)
            if not held:
                sink.sendall(data)
    if not held:
        for each in both:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _end(cut: Cut, both: tuple[socket.socket, ...]) -> None:
    cut.happened.set()
    for each in both:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
