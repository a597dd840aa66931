"""Which addresses the studio may connect to when somebody else names them: public ones, never in a network of ours.

Invariant: what is connected to is an address that was checked here, so a name that changes its address gains nothing.
"""

import ipaddress
import socket

_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""NAT64, 6to4, Teredo and IPv4-compatible: each wraps an IPv4 address that may be private."""


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The addresses of `host`, IPv4 first because not every network carries IPv6. Raises OSError, UnicodeError."""
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


def is_loopback(address: str) -> bool:
    """This machine itself, in no disguise."""
    checked = ipaddress.ip_address(address)
    return checked.is_loopback and (isinstance(checked, ipaddress.IPv4Address) or checked.ipv4_mapped is None)
