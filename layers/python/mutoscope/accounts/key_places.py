"""Where API keys are used from: a network that is new for a key is on record, and its owner is told once a day at most.

A network is a /24 of IPv4 or a /48 of IPv6, what one household or office has; addresses themselves are not kept here.
"""

import ipaddress
import time
from functools import lru_cache

from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.users import find_user
from mutoscope.audit.actor import Actor
from mutoscope.errors import Unavailable
from mutoscope.observability import logger
from mutoscope.studio import Studio

FAMILIAR_SECONDS = 3600.0
"""So long a process asks no more about a key from the same network."""
_MOST_FAMILIAR = 10_000
_PREFIXES = {4: 24, 6: 48}
_familiar: dict[tuple[str, str], float] = {}


@lru_cache(maxsize=4096)
def network_of(address: str) -> str | None:
    """The network of an address, such as 203.0.113.0/24; None for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network(f"{mapped}/{_PREFIXES[mapped.version]}", strict=False))


def is_familiar(key_id: str, address: str) -> bool:
    """Whether this process noted the key's use from there a short while ago; asks nobody."""
    network = network_of(address)
    return network is None or _familiar.get((key_id, network), 0.0) > time.monotonic()


def note_place(studio: Studio, key_id: str, actor: Actor) -> None:
    """Notes from where the key is used. While the record is away nothing is noted, and the request goes on."""
    network = network_of(actor.address or "")
    if network is None:
        return
    try:
        unfamiliar = studio.database.row(
            "note_network_of_key", api_key_id=key_id, network=network, actor=actor.values()
        )
    except Unavailable:
        logger.warning("place of a key not noted", key_id=key_id)
        return
    _remember(key_id, network)
    if unfamiliar is not None:
        logger.warning("key used elsewhere", key_id=key_id, network=network)
        if unfamiliar["is_to_be_told"]:
            _tell_owner(studio, unfamiliar["user_id"], unfamiliar["name"])


def _remember(key_id: str, network: str) -> None:
    if len(_familiar) >= _MOST_FAMILIAR:
        _familiar.clear()
    _familiar[key_id, network] = time.monotonic() + FAMILIAR_SECONDS


def _tell_owner(studio: Studio, user_id: str, name: str) -> None:
    user = find_user(studio.database, user_id)
    if user is not None and user.email is not None and user.may_log_in:
        address = EmailAddress(user.email, user.email_key or "")
        request_letter(studio, LetterKind.KEY_USED_ELSEWHERE, address, user=user, about=name)
