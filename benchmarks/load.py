"""A bounded load on one address: so many connections that are kept open, each asking again when it was answered.

`python -m benchmarks.load host:port /path connections requests [key]` prints the seconds of each answer as JSON; each
connection asks once before, which is not counted: the figures are of a load that goes on. It speaks HTTP/1.1 by hand,
because a client library would take more time than the server that is measured.
"""

import asyncio
import json
import sys
import time


async def load(address: str, path: str, connections: int, requests: int, key: str) -> list[float]:
    """The seconds of each answer; anything but 200 ends the run."""
    credential = f"Authorization: Bearer {key}\r\n" if key else ""
    asked = f"GET {path} HTTP/1.1\r\nHost: {address}\r\n{credential}\r\n".encode()
    host, _, port = address.partition(":")
    shares = await asyncio.gather(*(_ask(host, int(port), asked, requests // connections) for _ in range(connections)))
    return [seconds for share in shares for seconds in share]


async def _ask(host: str, port: int, asked: bytes, times: int) -> list[float]:
    reader, writer = await asyncio.open_connection(host, port)
    taken = []
    for _ in range(1 + times):
        began = time.perf_counter()
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode() + (await reader.read(2000)).decode())
        await reader.readexactly(_length(head))
        taken.append(time.perf_counter() - began)
    writer.close()
    return taken[1:]


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise SystemExit("an answer without a length")


if __name__ == "__main__":
    where, path, connections, requests, *key = sys.argv[1:]
    print(json.dumps(asyncio.run(load(where, path, int(connections), int(requests), key[0] if key else ""))))
