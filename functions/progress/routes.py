"""Tickets for live progress: a browser cannot send a header with a WebSocket, so it brings one of these instead."""

from fastapi import Response
from pydantic import BaseModel

from mutoscope.adapters.http.caller import CurrentCaller, CurrentStudio, needs
from mutoscope.adapters.http.routes import Router
from mutoscope.progress.tickets import LIFE_SECONDS, NoLiveProgress, keep_ticket

router = Router(prefix="/v1/progress", tags=["progress"])


class TicketResource(BaseModel):
    """`url` is where to connect, ticket included; it lets in once, within `expires_in` seconds."""

    object: str = "progress.ticket"
    ticket: str
    url: str
    expires_in: int


@router.post("/tickets", dependencies=[needs("jobs:read")])
def create_ticket(studio: CurrentStudio, caller: CurrentCaller, response: Response) -> TicketResource:
    if not studio.settings.socket_url:
        raise NoLiveProgress
    ticket = keep_ticket(studio, caller)
    response.headers["Cache-Control"] = "no-store"
    address = studio.settings.socket_url.replace("http", "ws", 1)
    return TicketResource(ticket=ticket, url=f"{address}?ticket={ticket}", expires_in=LIFE_SECONDS)
