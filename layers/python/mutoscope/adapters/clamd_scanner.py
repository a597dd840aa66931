"""The `VirusScanner` port over clamd's INSTREAM command, by TCP or by a socket of this machine.

Protocol: man clamd(8). `zINSTREAM\\0`, then chunks, each behind its length in four bytes, then a length of zero; the
answer is `stream: OK`, `stream: <name> FOUND` or `<what is wrong> ERROR`, ended by a NUL.
"""

import re
import socket
import struct
from pathlib import Path

from mutoscope.errors import MutoscopeError, Unavailable
from mutoscope.media.refusals import TooLargeToScan
from mutoscope.ports import Verdict

SECONDS = 60.0
_CHUNK = 1 << 18
_LONGEST_ANSWER = 4_096
_WHAT = "The virus scanner"


class ClamdAddressInvalid(MutoscopeError):
    """{address} is no address of a clamd."""

    code = "clamd_address_invalid"
    hint = "Set MUTOSCOPE_CLAMD to tcp://host:port or unix:/path."


class ClamdScanner:
    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self._address = address
        self._seconds = seconds
        self._family, self._target = _read_address(address)

    def scan(self, path: Path) -> Verdict:
        try:
            answer = self._ask(path)
        except OSError as error:
            raise Unavailable(what=_WHAT) from error
        if answer.endswith(b" OK"):
            return Verdict(virus="")
        if answer.endswith(b" FOUND"):
            name = answer.removeprefix(b"stream: ").removesuffix(b" FOUND").decode("ascii", "replace")
            return Verdict(virus=re.sub(r"[^\w.:/-]", "?", name)[:100] or "something")
        if b"size limit exceeded" in answer:
            raise TooLargeToScan
        raise Unavailable(what=_WHAT)

    def _ask(self, path: Path) -> bytes:
        with socket.socket(self._family, socket.SOCK_STREAM) as link, path.open("rb") as file:
            link.settimeout(self._seconds)
            link.connect(self._target)
            try:
                link.sendall(b"zINSTREAM\0")
                while piece := file.read(_CHUNK):
                    link.sendall(struct.pack(">I", len(piece)) + piece)
                link.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                # It says why it does not want more and closes: the answer is there to be read.
                return _read_answer(link)
            return _read_answer(link)


def _read_answer(link: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = link.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n")


def _read_address(address: str) -> tuple[socket.AddressFamily, tuple[str, int] | str]:
    kind, _, rest = address.partition(":")
    host, _, port = rest.removeprefix("//").rpartition(":")
    if kind == "unix" and rest:
        return socket.AF_UNIX, rest
    if kind == "tcp" and host and port.isdigit():
        return socket.AF_INET6 if ":" in host else socket.AF_INET, (host.strip("[]"), int(port))
    raise ClamdAddressInvalid(address=address)
