"""The studio as use cases see it: settings and ports, whatever answers them."""

from dataclasses import dataclass

from mutoscope.ports import (
    Builds,
    Credentials,
    Database,
    DataKeys,
    Listeners,
    LiveView,
    Mailer,
    Media,
    News,
    Queue,
    RateLimits,
    Sockets,
    Tickets,
    Uploads,
    VirusScanner,
    WorkQueue,
)
from mutoscope.settings import Settings


@dataclass(frozen=True)
class Studio:
    settings: Settings
    database: Database
    media: Media
    work: WorkQueue
    gpu: Queue
    """Work for models of our own; nobody takes it where no worker with them runs."""
    live: LiveView
    builds: Builds
    credentials: Credentials
    limits: RateLimits
    data_keys: DataKeys
    tickets: Tickets
    mailer: Mailer
    errands: Queue
    """What is done for an account after the answer: letters, looking at uploads, clearing up after a deletion."""
    webhooks: Queue
    """Turns of webhooks: apart from all else, because those who are called may take their time."""
    uploads: Uploads
    listeners: Listeners
    sockets: Sockets
    news: News
    scanner: VirusScanner | None = None
    """Looks at every upload where one is configured."""
