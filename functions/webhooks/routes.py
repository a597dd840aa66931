"""Webhooks over HTTP: where events are sent, and what was sent."""

from functions.webhooks import deliveries, endpoints
from mutoscope.adapters.http.routes import Router

router = Router(*(part.router for part in (endpoints, deliveries)))
