"""The one seam where AWS failures become ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from mutoscope.errors import Unavailable

_PASSING = {"ThrottlingException", "ServiceUnavailable", "InternalError", "SlowDown", "RequestTimeout"}
_BEING_MADE = {
    "ResourceNotFoundException",
    "NoSuchBucket",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "StateMachineDoesNotExist",
}
"""On the laptop the supervisor is making them anew after the engine was killed; in the cloud they always exist."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Network failures and passing server failures become `Unavailable`; anything else is a bug and goes through."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code(error) in _PASSING | _BEING_MADE or status >= 500:
            raise Unavailable(what=what) from error
        raise
    except BotoCoreError as error:
        raise Unavailable(what=what) from error
    except _transfer_errors() as error:
        raise Unavailable(what=what) from error


def _transfer_errors() -> tuple[type[Exception], ...]:
    """An upload's or download's own failure: its parts were tried again already."""
    # Asked for only when something else failed: boto3 moves what is large, and most processes move nothing.
    from boto3.exceptions import Boto3Error

    return (Boto3Error,)


def code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
