"""Which addresses the studio may be sent to: public https addresses, never its own network.

Invariant: what is connected to is an address that was checked here, so a name that changes its address gains nothing.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from mutoscope.errors import InvalidInput

_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""NAT64, 6to4, Teredo and IPv4-compatible: each wraps an IPv4 address that may be private."""


class NotHttps(InvalidInput):
    """{url} is not an https address."""

    code = "not_https"
    hint = "Give an address that begins with https://, or save the page and give the file."


class AddressWithPassword(InvalidInput):
    """The address of a page at {host} carries a user name or a password."""

    code = "address_with_password"
    hint = "Give an address that anyone can open, or save the page and give the file."


class PrivateAddress(InvalidInput):
    """The host {host} is in a private network; the studio only reads public pages."""

    code = "private_address"
    hint = "Give a public https address, or save the page and give the file."


class PageUnreachable(InvalidInput):
    """The page {url} cannot be reached: {reason}."""

    code = "page_unreachable"
    hint = "Check the address in a browser and your connection, or save the page and give the file."


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The addresses of `host`, IPv4 first because not every network carries IPv6."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET))
    return tuple(addresses)


def is_public(address: str) -> bool:
    """Neither private, loopback, link-local, shared, reserved nor multicast, and no IPv4 address in disguise."""
    checked = ipaddress.ip_address(address)
    if isinstance(checked, ipaddress.IPv6Address):
        if checked.ipv4_mapped is not None or checked.is_site_local:
            return False
        if any(checked in network for network in _TRANSLATED):
            return False
    return checked.is_global and not (checked.is_multicast or checked.is_reserved or checked.is_unspecified)


@dataclass(frozen=True)
class Reach:
    """How far a page may be: who names addresses, which of them are allowed and which certificates are trusted."""

    resolve: Callable[[str, int], tuple[str, ...]] = resolve_host
    permits: Callable[[str], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def require_public_https(url: str) -> None:
    """Raises NotHttps, PrivateAddress, PageUnreachable; the page itself is not asked."""
    checked_addresses(parse_https(url), Reach())


def parse_https(url: str) -> httpx.URL:
    """Raises NotHttps, AddressWithPassword."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise NotHttps(param="source_url", url=url[:200]) from error
    if parsed.scheme != "https" or not parsed.host:
        raise NotHttps(param="source_url", url=url[:200])
    if parsed.userinfo:
        raise AddressWithPassword(param="source_url", host=parsed.host)
    return parsed


def checked_addresses(url: httpx.URL, reach: Reach) -> tuple[str, ...]:
    """The addresses of the page's host; one that is not allowed refuses them all.

    Raises PrivateAddress, PageUnreachable.
    """
    try:
        addresses = reach.resolve(url.raw_host.decode("ascii"), url.port or 443)
    except (OSError, UnicodeError) as error:
        raise PageUnreachable(param="source_url", url=url, reason="its name is not known") from error
    if not addresses:
        raise PageUnreachable(param="source_url", url=url, reason="its name is not known")
    if not all(map(reach.permits, addresses)):
        raise PrivateAddress(param="source_url", host=url.host)
    return addresses
