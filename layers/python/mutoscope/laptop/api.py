"""The studio's whole API in one process: every router under functions/, on uvicorn, on loopback."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import uvicorn
from fastapi import FastAPI

from functions.admin.credits import router as admin_credits
from functions.admin.routes import router as admin
from functions.audio.routes import router as audio
from functions.batches.routes import router as batches
from functions.credits.routes import router as credits
from functions.documents.routes import router as documents
from functions.elevenlabs.routes import router as elevenlabs
from functions.files.routes import router as files
from functions.films.routes import router as films
from functions.images.routes import router as images
from functions.jobs.routes import router as jobs
from functions.media.routes import router as media
from functions.models.routes import router as models
from functions.progress.routes import router as progress
from functions.projects.routes import router as projects
from functions.replicate.routes import router as replicate
from functions.users.routes import router as users
from functions.videos.routes import router as videos
from functions.webhooks.routes import router as webhooks
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.threads import THREADS
from mutoscope.kinds.registry import KINDS
from mutoscope.laptop.account_pages import router as account_pages
from mutoscope.laptop.mailbox import router as mailbox
from mutoscope.laptop.socket_gateway import router as socket_gateway
from mutoscope.settings import settings

ROUTERS = (
    films,
    jobs,
    progress,
    projects,
    media,
    users,
    admin,
    credits,
    admin_credits,
    webhooks,
    audio,
    models,
    images,
    files,
    batches,
    videos,
)


DIALECTS = (replicate, elevenlabs, documents)
"""What else the studio speaks: the same use cases in the shapes of other studios' clients."""


@asynccontextmanager
async def _settled(application: FastAPI) -> AsyncIterator[None]:
    """Everything is made before the first request, which a function leaves until it is asked for.

    Few threads for what does not go through a route's own (files), and no search for garbage among what start-up made:
    a quarter of a second for everybody, each time."""
    # Who looks at all routes has them made, and who counts the kinds has them loaded.
    len(application.routes)
    len(KINDS)
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    gc.freeze()
    yield


app = create_app([*ROUTERS, *DIALECTS, mailbox, account_pages, socket_gateway], lifespan=_settled)


def serve() -> None:
    uvicorn.run(
        app, host="127.0.0.1", port=settings().port, log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )
