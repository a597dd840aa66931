"""Which pages the studio may be sent to: those at public https addresses, never in its own network.

Invariant: what is connected to is an address that was checked here, so a name that changes its address gains nothing.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mutoscope.errors import InvalidInput
from mutoscope.outbound.addresses import is_public, resolve_host

if TYPE_CHECKING:
    import httpx


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
    # Few requests name an address, so what it takes is loaded when one comes, here and below.
    import httpx

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
