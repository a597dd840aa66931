"""What the studio needs from the world outside, one Protocol per need; `adapters/` answers them.

On the laptop and in the cloud the same adapters are used; only the addresses differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any, Protocol

Row = Mapping[str, Any]


class Database(Protocol):
    """PostgreSQL by named query (`db/queries/*.sql`); each call is one statement in a transaction of its own.

    Raises `UniqueViolation`, `ForeignKeyViolation` or `CheckViolation` with the constraint's name, for the rule at hand
    to translate, and `Unavailable` when it does not answer.
    """

    @property
    def at_once(self) -> "AtOnce | None":
        """None where no answer comes that quickly."""

    def rows(self, query: str, /, **values: object) -> Sequence[Row]: ...

    def row(self, query: str, /, **values: object) -> Row | None: ...


class AtOnce(Protocol):
    """The same record for event loops: reads alone, answered within milliseconds. Raises `NotAtOnce` otherwise."""

    async def ask(self, query: str, values: Mapping[str, object]) -> Sequence[Row]: ...


@dataclass(frozen=True)
class StoredFile:
    size: int
    content_type: str


@dataclass(frozen=True)
class ListedFile:
    key: str
    size: int
    stored_at: int
    """Seconds since 1970."""


class Media(Protocol):
    """Files by key. A file is there whole or not at all."""

    def put_file(self, key: str, path: Path, content_type: str) -> None: ...

    def put_bytes(self, key: str, content: bytes, content_type: str) -> None: ...

    def get_bytes(self, key: str) -> bytes | None: ...

    def fetch(self, key: str, path: Path) -> None: ...

    def stat(self, key: str) -> StoredFile | None: ...

    def read_range(self, key: str, first: int, last: int) -> Iterator[bytes]:
        """The bytes from `first` to `last`, both included."""

    def presign(self, key: str, *, filename: str, seconds: int, download: bool = False) -> str: ...

    def copy(self, source: str, target: str) -> None: ...

    def list_files(self, prefix: str) -> Sequence[ListedFile]:
        """Every file whose key begins so, by key; for folders that hold few."""

    def delete_prefix(self, prefix: str) -> None: ...


@dataclass(frozen=True)
class UploadForm:
    """Where a file is posted to as multipart/form-data: these fields first, the file's bytes last, as `file`."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class UploadedPart:
    number: int
    size: int
    tag: str


class Uploads(Protocol):
    """Files that come from outside straight into the file store, each to the one key that was signed for it."""

    def form(self, key: str, content_type: str, size: int, seconds: int) -> UploadForm:
        """Takes this key, this type and exactly this many bytes, until `seconds` from now."""

    def begin(self, key: str, content_type: str) -> str:
        """Begins an upload in parts and answers its id."""

    def sign_part(self, key: str, upload_id: str, number: int, size: int, seconds: int) -> str:
        """The address that takes this part, of exactly this many bytes, by PUT."""

    def parts(self, key: str, upload_id: str) -> Sequence[UploadedPart] | None:
        """What has arrived, in order; None when there is no such upload any more."""

    def join(self, key: str, upload_id: str, parts: Sequence[UploadedPart]) -> None: ...

    def abort_prefix(self, prefix: str) -> None:
        """Ends every upload in parts to keys that begin so, and drops what arrived of them."""


@dataclass(frozen=True)
class Verdict:
    """`virus` names what a scanner found; empty when nothing."""

    virus: str


class VirusScanner(Protocol):
    def scan(self, path: Path) -> Verdict:
        """Raises `TooLargeToScan`, and `Unavailable` when it does not answer."""


@dataclass(frozen=True)
class Received:
    """A message that is ours until its visibility runs out; `receives` counts deliveries, this one included."""

    body: str
    handle: str
    receives: int


class Line(IntEnum):
    """Where work waits: whoever is before is served first."""

    INTERACTIVE = 0  # jobs of one stage, which somebody waits for
    FILM = 1  # stages of films, and checks
    BATCH = 2  # lines of batches


class Queue(Protocol):
    """At least once, in no promised order."""

    def send(self, body: str, *, delay: int = 0) -> None: ...

    def receive(self, *, wait: int) -> Received | None: ...

    def extend(self, handle: str, seconds: int) -> None: ...

    def delete(self, handle: str) -> None: ...

    def give_back(self, received: Received) -> None:
        """For whoever leaves: it starts afresh at once, as if nobody had ever taken it."""


class WorkQueue(Queue, Protocol):
    """Work in lines: a later one is served when those before it are empty, and now and then in spite of them."""

    def send(self, body: str, *, delay: int = 0, line: Line = Line.FILM) -> None: ...

    def handle(self, queue: str, own: str) -> str:
        """The handle of a message that somebody else took from one of the queues, by their handle."""


class Builds(Protocol):
    """Executions of the film's state machine, by name, and the tokens of its waiting states."""

    def start(self, name: str, document: str) -> None:
        """Starting a name twice starts it once."""

    def stop(self, name: str) -> None: ...

    def is_live(self, name: str) -> bool: ...

    def deliver(self, token: str, document: str) -> None:
        """A token that nobody waits for any more is ignored, here and below."""

    def fail(self, token: str, error: str, cause: str) -> None: ...

    def heartbeat(self, token: str) -> None: ...


class MarkState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class StageMark:
    """How one stage of a job stands: `runs` counts the executions its result took in this job, 0 when it was cached."""

    name: str
    scene: str | None
    state: MarkState
    runs: int
    cached: bool
    seconds: float
    progress: float


class LiveView(Protocol):
    """What changes by the second: stage marks, events and leases of running jobs. All of it can be rebuilt."""

    def mark(self, job_id: str, mark: StageMark) -> None: ...

    def count_run(self, job_id: str, name: str, scene: str | None) -> int:
        """Adds one execution of the stage and answers how many there were, this one included."""

    def forgive_run(self, job_id: str, name: str, scene: str | None) -> None:
        """Takes back one execution: the worker left before it was over, which is nobody's failure."""

    def count_failure(self, job_id: str, attempt: int) -> int:
        """Adds one failure of a job of one stage at this attempt and answers how many there were."""

    def marks(self, job_id: str) -> Sequence[StageMark]: ...

    def note(self, job_id: str, event: str, facts: Mapping[str, str]) -> None: ...

    def events(self, job_id: str) -> Sequence[Mapping[str, str]]: ...

    def take_lease(self, key: str, holder: str, seconds: int) -> bool:
        """True when nobody else holds the key; taking one's own lease again renews it."""

    def drop_lease(self, key: str, holder: str) -> None: ...


EVERY_JOB = "*"


@dataclass(frozen=True)
class Listener:
    """A live connection: whose it is, by which key or session it was let in, and which jobs it follows."""

    connection_id: str
    user_id: str
    credential: str
    requests: int
    """How many requests its role has; what it sends is counted among them."""
    jobs: frozenset[str] = frozenset()
    """Ids of jobs, or `EVERY_JOB`."""

    def follows(self, job_id: str) -> bool:
        return job_id in self.jobs or EVERY_JOB in self.jobs


class Listeners(Protocol):
    """Who is connected, by connection and by user; a connection that is over by the clock is not told of."""

    def add(self, listener: Listener, seconds: int) -> None: ...

    def find(self, connection_id: str) -> Listener | None: ...

    def follow(self, listener: Listener, jobs: frozenset[str]) -> None:
        """From now on these jobs and no others."""

    def remove(self, connection_id: str) -> None: ...

    def of_user(self, user_id: str) -> Sequence[Listener]: ...

    def next_version(self, job_id: str) -> int:
        """Counts what is told of a job: whoever was told a higher number knows what is newer."""


class Sockets(Protocol):
    """The way to a live connection. Posting waits for nobody at its other end."""

    def post(self, connection_id: str, text: str) -> bool:
        """False when the connection is gone."""

    def end(self, connection_id: str) -> None: ...


class News(Protocol):
    """Told of every change of a job by whoever made it, who never waits for those that are told of it."""

    def changed(self, user_id: str, job_id: str) -> None: ...


class Credentials(Protocol):
    """What is known of keys and sessions, kept for at most a minute so that recognising a caller wakes no database.

    Forgetting also holds against whoever read the record before the change and is about to remember it.
    """

    def at_hand(self, credential: str) -> str | None:
        """What this process itself recalls, without asking anybody; None means: ask."""

    def recall(self, credential: str) -> str | None: ...

    def remember(self, credential: str, owner: str, text: str, seconds: float) -> None: ...

    def forget(self, credential: str) -> None: ...

    def forget_owner(self, owner: str) -> None:
        """Forgets every credential of this owner."""


@dataclass(frozen=True)
class Standing:
    """How a bucket stands after a request: `retry_after` seconds is 0 when the request was let through."""

    limit: int
    remaining: int
    reset: int
    """Seconds until the whole limit is there again."""
    retry_after: int


class RateLimits(Protocol):
    """Requests per bucket: `limit` at once, coming back evenly over `WINDOW_SECONDS`."""

    def at_hand(self, bucket: str, limit: int) -> Standing | None:
        """Spends what this process has already taken; None means: take."""

    def take(self, bucket: str, limit: int) -> Standing: ...


@dataclass(frozen=True)
class Mail:
    """One letter to one address, as plain text and as simple HTML that says the same."""

    to: str
    subject: str
    text: str
    html: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Returns when the letter is in other hands; sending twice delivers twice."""

    def forget(self, addresses: Sequence[str]) -> None:
        """Removes what is kept of letters to these addresses; what was delivered is in other hands."""


class Tickets(Protocol):
    """Short-lived notes, each of which can be taken once, by whoever comes first."""

    def keep(self, key: str, note: str, seconds: int) -> None: ...

    def take(self, key: str) -> str | None:
        """The note, or None when it was taken, has expired or was never there."""


WINDOW_SECONDS = 900


@dataclass(frozen=True)
class DataKey:
    """A key for one secret: `plain` is used and forgotten, `wrapped` is kept beside what it sealed."""

    plain: bytes
    wrapped: bytes


class DataKeys(Protocol):
    """Keys for sealing (AES-256), wrapped by one that never leaves its place; `context` must be the same to unwrap."""

    def new(self, context: str) -> DataKey: ...

    def unwrap(self, wrapped: bytes, context: str) -> bytes: ...


@dataclass(frozen=True)
class Waiting:
    """What a queue holds: orders that nobody has taken, orders that somebody works on, and the oldest one's age."""

    waiting: int
    in_flight: int
    oldest_seconds: float


class Backlog(Protocol):
    def look(self) -> Waiting: ...


@dataclass(frozen=True)
class Instances:
    """The fleet as it is: what was asked for, what takes orders, what is still coming, and what finishes and leaves."""

    wanted: int
    running: int
    starting: int
    draining: int


class Fleet(Protocol):
    """The instances with cards; which one leaves when there are to be fewer is the fleet's own choice."""

    def look(self) -> Instances: ...

    def resize(self, wanted: int) -> None: ...
