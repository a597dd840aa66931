"""How far a request may go that somebody else has named the address of, and the check of that address.

Every address of a host is checked each time it is asked for; one that is not allowed refuses them all.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.outbound.addresses import is_loopback, is_public, resolve_host
from mutoscope.settings import Settings

if TYPE_CHECKING:
    import httpx

PORTS = frozenset({443, 8443})
LONGEST_URL = 2000


class UrlRefused(InvalidInput):
    """{url} is not a web address that a request can be sent to."""

    code = "url_refused"
    hint = "Give an address like https://example.com/hook, of at most 2,000 characters."


class SchemeRefused(UrlRefused):
    """The address at {host} does not begin with https://."""

    code = "https_required"
    hint = "Give an https address; what is sent is nobody else's business."


class PasswordInUrl(UrlRefused):
    """The address at {host} carries a user name or a password."""

    code = "password_in_url"
    hint = "Leave it out: requests are signed, and the signature proves who sent them."


class PortRefused(UrlRefused):
    """The address at {host} names the port {port}."""

    code = "port_refused"
    hint = "Use the port 443 or 8443."


class AddressRefused(UrlRefused):
    """The host {host} is in a private network, where the studio sends nothing."""

    code = "address_refused"
    hint = "Give an address on the public internet."


class NameUnknown(MutoscopeError):
    """The host {host} has no address."""

    code = "name_unknown"
    hint = "Check the host's DNS entry."
    retryable = True


@cache
def _trust() -> ssl.SSLContext:
    """Reading the authorities of the system takes 20 ms, so it is done once."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Reach:
    """Who names addresses, which of them and which ports are allowed, where without TLS, and which certificates."""

    resolve: Callable[[str, int], tuple[str, ...]] = resolve_host
    permits: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = PORTS
    """None: every port."""
    plain_to_loopback: bool = False
    """Whether http will do for this machine itself."""
    trust: ssl.SSLContext = field(default_factory=_trust)


def reach_of(settings: Settings) -> Reach:
    """The public internet; with `webhooks_to_loopback` also this machine, at any port and without TLS."""
    if not settings.webhooks_to_loopback:
        return Reach()
    return Reach(
        permits=lambda address: is_public(address) or is_loopback(address),
        ports=None,
        plain_to_loopback=True,
    )


def parse_url(url: str, reach: Reach, *, param: str | None = None) -> httpx.URL:
    """Raises UrlRefused and its kinds; names are not looked up, an address that is written out is checked."""
    parsed = _parsed(url, param)
    if parsed.scheme != "https" and not (reach.plain_to_loopback and parsed.scheme == "http" and _is_here(parsed.host)):
        raise SchemeRefused(param=param, host=parsed.host)
    if parsed.userinfo:
        raise PasswordInUrl(param=param, host=parsed.host)
    if reach.ports is not None and port_of(parsed) not in reach.ports:
        raise PortRefused(param=param, host=parsed.host, port=port_of(parsed))
    literal = _literal(parsed.host)
    if literal is not None and not reach.permits(literal):
        raise AddressRefused(param=param, host=parsed.host)
    return parsed


def checked_addresses(url: httpx.URL, reach: Reach) -> tuple[str, ...]:
    """The addresses of the host, all of them allowed. Raises AddressRefused, NameUnknown."""
    try:
        addresses = reach.resolve(url.raw_host.decode("ascii"), port_of(url))
    except (OSError, UnicodeError) as error:
        raise NameUnknown(host=url.host) from error
    if not addresses:
        raise NameUnknown(host=url.host)
    if not all(map(reach.permits, addresses)):
        raise AddressRefused(host=url.host)
    return addresses


def port_of(url: httpx.URL) -> int:
    return url.port or (80 if url.scheme == "http" else 443)


def _parsed(url: str, param: str | None) -> httpx.URL:
    # Few requests name an address, so what it takes is loaded when one comes, here and below.
    import httpx

    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise UrlRefused(param=param, url=ascii(url[:200])) from error
    if len(str(parsed)) > LONGEST_URL or not parsed.host:
        raise UrlRefused(param=param, url=ascii(url[:200]))
    return parsed.copy_with(fragment=None)


def _is_here(host: str) -> bool:
    """Whether the host is this machine by what it is called, without a look at a name server."""
    literal = _literal(host)
    return is_loopback(literal) if literal is not None else host in ("localhost", "localhost.")


def _literal(host: str) -> str | None:
    """The address that the host spells out, also as 2130706433 or 0x7f.1, which the system would take for one."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return host if ":" in host else None
