"""The `Database` port over the RDS Data API: the cloud's functions reach Aurora without a network of their own.

A statement is sent once: whether one whose answer was lost has committed nobody knows, so trying again is the caller's,
who has an idempotency key for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from mutoscope.adapters.aws.failures import code
from mutoscope.adapters.aws.session import client
from mutoscope.adapters.postgres.data_api_fields import parameter, value_of
from mutoscope.adapters.postgres.failures import WHAT, failure
from mutoscope.db.queries import queries
from mutoscope.errors import MutoscopeError, ResultTooLarge, Unavailable
from mutoscope.measures import Measure, count
from mutoscope.ports import Row
from mutoscope.settings import Settings

_PASSING = {
    "DatabaseUnavailableException",
    "InternalServerErrorException",
    "ServiceUnavailableError",
    "StatementTimeoutException",
    "ThrottlingException",
}
_WAKING = "DatabaseResumingException"
_STATE = re.compile(r"SQLState: (\w{5})")
_CONSTRAINT = re.compile(r'constraint "([^"]+)"')
_TOO_LARGE = "response size limit"
_LINK = "Communications link failure"
"""What Aurora says instead of a code of its own while it wakes, or when it fails over."""


WAKING_SECONDS = 10
"""Aurora takes about fifteen seconds to wake, as AWS says; the first who asked has waited for some of them."""


class DatabaseWaking(Unavailable):
    """The database slept and is waking up."""

    code = "database_waking"
    hint = "Send the same request again in {seconds} seconds; nothing was changed."


class DataApiDatabase:
    at_once = None
    """A call over the network is none."""

    def __init__(self, settings: Settings, *, statements: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._client = client("rds-data", settings, attempts=1)
        self._where = {"resourceArn": settings.database_resource_arn, "secretArn": settings.database_secret_arn}
        self._database = settings.database_name
        self._statements = queries() if statements is None else statements

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        return self._execute(self._statements[query], values)

    def row(self, query: str, /, **values: object) -> Row | None:
        found = self.rows(query, **values)
        return found[0] if found else None

    def close(self) -> None:
        """Nothing is held open."""

    @contextmanager
    def transaction(self) -> Iterator["DataApiTransaction"]:
        """For migrations: what is executed in it commits together. One that is left alone for three minutes is lost."""
        with _translated(self._settings):
            begun = self._client.begin_transaction(**self._where, database=self._database)["transactionId"]
        with ExitStack() as unfinished:
            unfinished.callback(self._roll_back, begun)
            yield DataApiTransaction(self, begun)
            unfinished.pop_all()
        with _translated(self._settings):
            self._client.commit_transaction(**self._where, transactionId=begun)

    def _roll_back(self, transaction_id: str) -> None:
        with _translated(self._settings):
            self._client.rollback_transaction(**self._where, transactionId=transaction_id)

    def _execute(self, sql: str, values: Mapping[str, object], **options: str) -> Sequence[Row]:
        parameters = [parameter(name, value) for name, value in values.items()]
        with _translated(self._settings):
            answer = self._client.execute_statement(
                **self._where,
                database=self._database,
                sql=sql,
                parameters=parameters,
                includeResultMetadata=True,
                **options,
            )
        columns = [(column["label"], column["typeName"]) for column in answer.get("columnMetadata", [])]
        return [_row(columns, record) for record in answer.get("records", [])]


class DataApiTransaction:
    def __init__(self, database: DataApiDatabase, transaction_id: str) -> None:
        self._database = database
        self._id = transaction_id

    def execute(self, sql: str, **values: object) -> Sequence[Row]:
        return self._database._execute(sql, values, transactionId=self._id)


def _row(columns: Sequence[tuple[str, str]], record: Sequence[dict[str, Any]]) -> Row:
    return {label: value_of(kind, field) for (label, kind), field in zip(columns, record, strict=True)}


@contextmanager
def _translated(settings: Settings) -> Iterator[None]:
    """What is neither the statement's fault nor passing, such as a missing grant, is a bug and goes through."""
    try:
        yield
    except ClientError as error:
        named = _named(error)
        if named is None:
            raise
        if isinstance(named, Unavailable) and not isinstance(named, DatabaseWaking):
            count(settings, Measure.DATABASE_FAILURES)
        raise named from error
    except BotoCoreError as error:
        count(settings, Measure.DATABASE_FAILURES)
        raise Unavailable(what=WHAT) from error


def _named(error: ClientError) -> MutoscopeError | None:
    message = str(error.response.get("Error", {}).get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code(error) == _WAKING or _LINK in message:
        return DatabaseWaking(seconds=WAKING_SECONDS)
    if code(error) in _PASSING or status >= 500:
        return Unavailable(what=WHAT)
    if _TOO_LARGE in message:
        return ResultTooLarge()
    state, constraint = _STATE.search(message), _CONSTRAINT.search(message)
    return failure(state[1], constraint[1] if constraint else None) if state else None
