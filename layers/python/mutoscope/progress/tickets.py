"""Tickets that let one live connection in: short-lived, used once, and kept by their digest alone."""

import hashlib
import secrets

from mutoscope.accounts.caller import Caller, from_text, to_text
from mutoscope.errors import NotFound, Unauthenticated
from mutoscope.studio import Studio

LIFE_SECONDS = 60
SOCKET_PATH = "/v1/progress"
"""Where a laptop's live connections come in; in the cloud they have an address of their own."""


class NoLiveProgress(NotFound):
    """This studio tells no live progress."""

    code = "no_live_progress"
    hint = (
        "Poll GET /v1/jobs/{{job_id}}, as often as its header openai-poll-after-ms says; or set MUTOSCOPE_SOCKET_URL."
    )


class TicketSpent(Unauthenticated):
    """The ticket is not valid: it was used already, or its minute is over."""

    code = "ticket_spent"
    hint = "Ask for a new one: POST /v1/progress/tickets."


def keep_ticket(studio: Studio, caller: Caller) -> str:
    ticket = secrets.token_urlsafe(32)
    studio.tickets.keep(_key(ticket), to_text(caller), LIFE_SECONDS)
    return ticket


def take_ticket(studio: Studio, ticket: str) -> Caller:
    """Raises TicketSpent."""
    note = studio.tickets.take(_key(ticket))
    if note is None:
        raise TicketSpent
    return from_text(note)


def _key(ticket: str) -> str:
    return f"progress#{hashlib.sha256(ticket.encode(errors='replace')).hexdigest()}"
