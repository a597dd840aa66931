"""One POST to an address that somebody else has named: within seconds, within bounds, and nowhere but where it may go.

The connection goes to a checked address while the certificate is verified for the host's name; who answers is checked
again before a byte is sent. Redirects are not followed: they are the answer. No proxy is used.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread
import httpx

from mutoscope.errors import MutoscopeError
from mutoscope.outbound.reach import AddressRefused, Reach, checked_addresses, parse_url

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 10.0
MOST_BYTES = 65_536
_CONNECTED = "connection.connect_tcp.complete"


class Unreachable(MutoscopeError):
    """The host {host} cannot be reached: {reason}."""

    code = "unreachable"
    hint = "Check that the address answers on the public internet, with a valid certificate."
    retryable = True


class TooSlow(Unreachable):
    """The host {host} gave no answer within {seconds:g} seconds."""

    code = "too_slow"
    hint = "Answer at once, and do the work afterwards."


class AnswerBroken(Unreachable):
    """The host {host} broke its answer off, or answered with something that is no HTTP."""

    code = "answer_broken"
    hint = "Look into the log of the server that answers there."


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    """Its beginning, at most MOST_BYTES of it."""


@dataclass(frozen=True)
class Bounds:
    connect_seconds: float = CONNECT_SECONDS
    whole_seconds: float = WHOLE_SECONDS
    most_bytes: int = MOST_BYTES


def post(url: str, content: bytes, headers: dict[str, str], reach: Reach, bounds: Bounds | None = None) -> Answer:
    """The answer, whatever its status. Raises UrlRefused and its kinds, NameUnknown, Unreachable and its kinds."""
    target = parse_url(url, reach)
    return anyio.run(_post_in_time, target, content, headers, reach, bounds or Bounds())


async def _post_in_time(
    url: httpx.URL, content: bytes, headers: dict[str, str], reach: Reach, bounds: Bounds
) -> Answer:
    deadline = anyio.current_time() + bounds.whole_seconds
    timeout = httpx.Timeout(None, connect=bounds.connect_seconds)
    async with httpx.AsyncClient(verify=reach.trust, trust_env=False, timeout=timeout) as client:
        try:
            with anyio.fail_after(bounds.whole_seconds):
                addresses = await anyio.to_thread.run_sync(checked_addresses, url, reach, abandon_on_cancel=True)
                response = await _post_to_first(_Post(client, url, content, headers, reach), addresses)
        except TimeoutError as error:
            raise TooSlow(host=url.host, seconds=bounds.whole_seconds) from error
        try:
            return Answer(response.status_code, await _beginning(response, bounds.most_bytes, deadline))
        finally:
            await response.aclose()


@dataclass(frozen=True)
class _Post:
    client: httpx.AsyncClient
    url: httpx.URL
    content: bytes
    headers: dict[str, str]
    reach: Reach


async def _post_to_first(wanted: _Post, addresses: tuple[str, ...]) -> httpx.Response:
    """To the first of the host's addresses that takes a connection; what was sent to one is not sent to another."""
    host = wanted.url.host
    for last, address in zip((*[False] * (len(addresses) - 1), True), addresses, strict=True):
        try:
            return await _post_to(wanted, address)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if last:
                reason = (
                    "its certificate is not valid" if "CERTIFICATE" in str(error).upper() else "it takes no connection"
                )
                raise Unreachable(host=host, reason=reason) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise AnswerBroken(host=host) from error
    raise AssertionError("a host has at least one address")


async def _post_to(wanted: _Post, address: str) -> httpx.Response:
    """The documented way of httpx to connect to an address: it in the URL, the name in `Host` and in the handshake."""
    url = wanted.url
    own = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity", "Connection": "close"}

    async def check_peer(event: str, info: dict[str, Any]) -> None:
        if event == _CONNECTED:
            await _require_peer(info["return_value"], address, wanted)

    request = wanted.client.build_request(
        "POST",
        url.copy_with(host=address),
        headers={**wanted.headers, **own},
        content=wanted.content,
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": check_peer},
    )
    return await wanted.client.send(request, stream=True, follow_redirects=False)


async def _require_peer(stream: Any, address: str, wanted: _Post) -> None:
    """Who is at the other end of the connection, as the system says it; before the handshake and any byte of ours."""
    peer = str(stream.get_extra_info("server_addr")[0])
    if peer != address or not wanted.reach.permits(peer):
        await stream.aclose()
        raise AddressRefused(host=wanted.url.host)


async def _beginning(response: httpx.Response, most: int, deadline: float) -> bytes:
    """What comes of the body, for the log: an answer counts by its status, also when its body breaks off or drips."""
    body = bytearray()
    with anyio.CancelScope(deadline=deadline), suppress(httpx.HTTPError):
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) >= most:
                break
    return bytes(body[:most])
