"""A server that speaks the RDS Data API over a PostgreSQL of one's own, for machines without Aurora.

It keeps the limits and quirks that callers must live with: parameters are typed, one statement a call, 1 MiB an answer,
transactions that are lost when left alone, a database that sleeps. It binds loopback and checks no signature.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg

from mutoscope.adapters.postgres.data_api_stand_in_values import argument, column, formatted, record, teach, typed
from mutoscope.db.statements import statements, with_parameters

LARGEST_ANSWER = 1024 * 1024
_STATUSES = {
    "AccessDeniedException": 403,
    "DatabaseNotFoundException": 404,
    "DatabaseUnavailableException": 504,
    "ForbiddenException": 403,
    "InternalServerErrorException": 500,
    "ServiceUnavailableError": 503,
    "TransactionNotFoundException": 404,
}
"""Every other failure is 400."""
Document = dict[str, Any]


class Refused(Exception):
    """A failure as the Data API names it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class DataApiStandIn:
    """`with DataApiStandIn(url, ...) as data_api:` answers at `data_api.url`."""

    def __init__(
        self,
        database_url: str,
        *,
        resource_arn: str,
        secret_arn: str,
        database: str,
        statement_seconds: float = 45,
        transaction_seconds: float = 180,
    ) -> None:
        self._database_url = database_url
        self._known = {"resourceArn": resource_arn, "secretArn": secret_arn, "database": database}
        self._statement_seconds = statement_seconds
        self._transaction_seconds = transaction_seconds
        self._transactions: dict[str, tuple[psycopg.Connection[Any], float]] = {}
        self._failures: list[str] = []
        self._cut: str | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "DataApiStandIn":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        for connection, _used in self._transactions.values():
            connection.close()

    def fail_next(self, *kinds: str) -> None:
        """The next calls are answered with these failures, before anything is done."""
        self._failures += kinds

    def cut_on(self, sql: str) -> None:
        """The next statement that holds `sql` is carried out and committed, but its caller hears nothing of it."""
        self._cut = sql

    def answer(self, path: str, document: Document) -> Document | None:
        """None for a connection that is cut."""
        if self._failures:
            raise Refused(self._failures.pop(0), "The Aurora DB instance is resuming after being auto-paused.")
        self._check(document)
        answered = _OPERATIONS[path](self, document)
        if self._cut and self._cut in document.get("sql", ""):
            self._cut = None
            return None
        return answered

    def execute(self, document: Document) -> Document:
        cursor = self._run(document, document.get("parameters", []))
        if cursor.description is None:
            return {"numberOfRecordsUpdated": max(0, cursor.rowcount), "generatedFields": []}
        rows = cursor.fetchall()
        if document.get("formatRecordsAs") == "JSON":
            return _sized({"formattedRecords": formatted(cursor, rows), "numberOfRecordsUpdated": 0})
        answer: Document = {"records": [record(cursor, row) for row in rows], "numberOfRecordsUpdated": 0}
        if document.get("includeResultMetadata"):
            answer["columnMetadata"] = [column(cursor, number) for number in range(len(cursor.description))]
        return _sized(answer)

    def batch_execute(self, document: Document) -> Document:
        """All sets of parameters, in one transaction."""
        if "transactionId" in document:
            for parameters in document.get("parameterSets") or [[]]:
                self._run(document, parameters)
        else:
            begun = self.begin(document)
            self.batch_execute({**document, **begun})
            self.commit(begun)
        return {"updateResults": [{"generatedFields": []} for _ in document.get("parameterSets") or [[]]]}

    def begin(self, _document: Document) -> Document:
        name = secrets.token_urlsafe(48)
        self._transactions[name] = (self._connect(autocommit=False), time.monotonic())
        return {"transactionId": name}

    def commit(self, document: Document) -> Document:
        with self._taken(document) as connection:
            connection.commit()
        return {"transactionStatus": "Transaction Committed"}

    def rollback(self, document: Document) -> Document:
        with self._taken(document) as connection:
            connection.rollback()
        return {"transactionStatus": "Rollback Complete"}

    def _check(self, document: Document) -> None:
        if document.get("resourceArn") != self._known["resourceArn"]:
            raise Refused("ForbiddenException", "There is no cluster of this name for this caller")
        if document.get("secretArn") != self._known["secretArn"]:
            raise Refused("InvalidSecretException", "The secret is not that of the cluster")
        if document.get("database", self._known["database"]) != self._known["database"]:
            raise Refused("DatabaseNotFoundException", "There is no database of this name")

    def _run(self, document: Document, parameters: list[Document]) -> psycopg.Cursor[Any]:
        sql = document["sql"]
        if len(statements(sql)) > 1:
            raise Refused("BadRequestException", "Multistatements aren't supported.")
        given = {parameter["name"]: parameter for parameter in parameters}

        def written(name: str) -> str:
            if name not in given:
                raise Refused("BadRequestException", f"Cannot find parameter: {name}")
            return typed(name, given[name])

        text = with_parameters(sql, written, lambda piece: piece.replace("%", "%%"))
        arguments = {name: argument(parameter) for name, parameter in given.items()}
        if "transactionId" in document:
            return _execute(self._transaction(document["transactionId"]), text, arguments)
        with self._connect(autocommit=True) as connection:
            return _execute(connection, text, arguments)

    def _transaction(self, name: str) -> psycopg.Connection[Any]:
        """It lives for three minutes after its last use."""
        connection, used = self._transactions.pop(name, (None, 0.0))
        if connection is None:
            raise Refused("TransactionNotFoundException", f"Transaction {name} is not found")
        if time.monotonic() - used > self._transaction_seconds:
            connection.close()
            raise Refused("TransactionNotFoundException", f"Transaction {name} is not found")
        self._transactions[name] = (connection, time.monotonic())
        return connection

    def _taken(self, document: Document) -> psycopg.Connection[Any]:
        """The transaction's connection, which is closed when it is done."""
        connection = self._transaction(document["transactionId"])
        del self._transactions[document["transactionId"]]
        return connection

    def _connect(self, *, autocommit: bool) -> psycopg.Connection[Any]:
        milliseconds = int(self._statement_seconds * 1000)
        options = f"-c TimeZone=UTC -c statement_timeout={milliseconds}"
        try:
            connection = psycopg.connect(self._database_url, autocommit=autocommit, options=options)
        except psycopg.OperationalError as error:
            raise Refused("DatabaseUnavailableException", "The database is not available") from error
        teach(connection)
        return connection


def _execute(connection: psycopg.Connection[Any], text: str, arguments: Document) -> psycopg.Cursor[Any]:
    try:
        return connection.execute(text.encode(), arguments)
    except psycopg.errors.QueryCanceled as error:
        raise Refused("StatementTimeoutException", "Request timed out") from error
    except psycopg.Error as error:
        detail = f"\n  Detail: {error.diag.message_detail}" if error.diag.message_detail else ""
        message = f"ERROR: {error.diag.message_primary or error}{detail}; SQLState: {error.sqlstate or _state(error)}"
        raise Refused("DatabaseErrorException", message) from error


def _state(error: psycopg.Error) -> str:
    """What PostgreSQL would have said: the driver refuses to send it a NUL, or has lost it."""
    return "22021" if isinstance(error, psycopg.DataError) else "08006"


def _sized(answer: Document) -> Document:
    if len(json.dumps(answer)) > LARGEST_ANSWER:
        raise Refused("BadRequestException", "Database returned more than the allowed response size limit")
    return answer


_OPERATIONS: dict[str, Callable[[DataApiStandIn, Document], Document]] = {
    "/Execute": DataApiStandIn.execute,
    "/BatchExecute": DataApiStandIn.batch_execute,
    "/BeginTransaction": DataApiStandIn.begin,
    "/CommitTransaction": DataApiStandIn.commit,
    "/RollbackTransaction": DataApiStandIn.rollback,
}


def _handler(stand_in: DataApiStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        # Head and body leave as one: sent apart, the second waits 40 ms for the first to be acknowledged.
        wbufsize = -1
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            document = json.loads(self.rfile.read(int(self.headers["content-length"])))
            try:
                answer = stand_in.answer(self.path, document)
            except Refused as refused:
                self._send(_STATUSES.get(refused.kind, 400), {"message": str(refused)}, refused.kind)
                return
            if answer is None:
                self.close_connection = True
                return
            self._send(200, answer)

        def _send(self, status: int, answer: Document, kind: str | None = None) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            if kind:
                self.send_header("x-amzn-errortype", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """The caller logs."""

    return Handler
