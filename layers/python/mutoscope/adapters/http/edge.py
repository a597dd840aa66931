"""Requests come through the studio's own edge, which proves itself by a secret header; who goes around it is refused.

The firewall and the limit of the edge count for nothing if the address behind it answers as well. Without a secret in
the settings, as on a laptop, nobody is asked.
"""

import hmac

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mutoscope.adapters.http.errors import answer_mutoscope_error
from mutoscope.errors import Forbidden
from mutoscope.settings import Settings

HEADER = "x-mutoscope-edge"


class AroundTheEdge(Forbidden):
    """This address answers the studio's own edge alone."""

    code = "around_the_edge"
    hint = "Send the request to {address}."


class OnlyFromEdge:
    """Plain ASGI, before any route is looked for, so that nothing at all is learnt behind the edge."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._address = settings.web_address
        self._secrets = [each.encode() for each in settings.edge_secrets.get_secret_value().split()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._proves(scope):
            await self._app(scope, receive, send)
            return
        answer = answer_mutoscope_error(Request(scope), AroundTheEdge(address=self._address))
        await answer(scope, receive, send)

    def _proves(self, scope: Scope) -> bool:
        """In constant time for each secret: how long it takes tells nothing of them."""
        sent = next((value for name, value in scope["headers"] if name == HEADER.encode()), b"")
        return any(hmac.compare_digest(sent, known) for known in self._secrets)
