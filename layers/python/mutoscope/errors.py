"""The root of every failure the product names, and its families.

An error's docstring is its message; `{fields}` in it are filled from the keyword arguments it is raised with.
`code` is stable and public, `hint` says what to do about it, `retryable` says whether the same thing may work later.
"""

import inspect
from typing import ClassVar


class MutoscopeError(Exception):
    """Something went wrong inside the studio."""

    code: ClassVar[str] = "internal_error"
    hint: ClassVar[str] = "Look into the studio's log; the request id names the entry."
    retryable: ClassVar[bool] = False

    def __init__(self, *, param: str | None = None, **facts: object) -> None:
        self.param = param
        self.facts = facts
        self.message = inspect.cleandoc(type(self).__doc__ or "").replace("\n", " ").format(**facts)
        self.advice = type(self).hint.format(**facts)
        super().__init__(self.message)


class InvalidInput(MutoscopeError):
    """The request is not valid."""

    code = "invalid_input"
    hint = "Correct the field that is named and send the request again."


class InputTooLarge(InvalidInput):
    """The input is larger than the studio takes."""

    code = "input_too_large"
    hint = "Send a smaller input."


class NotFound(MutoscopeError):
    """There is no {what} with the id {id}."""

    code = "not_found"
    hint = "Check the id; it may belong to another studio or have been deleted."


class Unauthenticated(MutoscopeError):
    """The request carries no valid API key."""

    code = "invalid_api_key"
    hint = "Send the header `Authorization: Bearer <key>`; on the laptop the key is in owner.key in the studio's home."


class Forbidden(MutoscopeError):
    """You may not do this."""

    code = "forbidden"
    hint = "Ask an administrator of the studio."


class PermissionDenied(Forbidden):
    """This needs the permission {permission}, which you do not have."""

    code = "permission_denied"
    hint = "Use a key whose scopes name it, or ask an administrator of the studio for a role that has it."


class TooManyRequests(MutoscopeError):
    """There were too many requests; the next one is heard in {seconds} seconds."""

    code = "rate_limited"
    hint = "Wait as long as the header Retry-After says."
    retryable = True


class RateLimited(TooManyRequests):
    """You have used up your {limit} requests in fifteen minutes."""

    hint = "Wait {seconds} seconds; the headers RateLimit-Remaining and RateLimit-Reset say how you stand."


class WrongState(InvalidInput):
    """The {what} is {state}, so it cannot be {action}."""

    code = "wrong_state"
    hint = "Look at its status first."


class Unavailable(MutoscopeError):
    """{what} does not answer right now."""

    code = "unavailable"
    hint = "Try again in a few seconds."
    retryable = True


class ConstraintViolation(MutoscopeError):
    """The record refuses this change: it breaks {constraint}."""

    code = "constraint_violation"

    def __init__(self, *, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(constraint=constraint)


class UniqueViolation(ConstraintViolation):
    """The record holds this already: {constraint} allows it once."""


class ForeignKeyViolation(ConstraintViolation):
    """The record lacks what this refers to, as {constraint} asks, or something refers to it still."""


class CheckViolation(ConstraintViolation):
    """The record takes no such value: {constraint} forbids it."""


class NotAtOnce(MutoscopeError):
    """This is not answered at once."""

    code = "not_at_once"
    hint = "Nothing needs to be done: a thread asks the same again and waits."
    retryable = True


class ResultTooLarge(MutoscopeError):
    """The record's answer is larger than what it sends at once."""

    code = "result_too_large"
    hint = "Ask for fewer entries at a time."


class EngineFailed(MutoscopeError):
    """The engine {engine} could not do its work: {reason}."""

    code = "engine_failed"
    hint = "Change the input, or choose another engine."


class EngineBusy(EngineFailed):
    """The engine {engine} cannot take work right now: {reason}."""

    code = "engine_busy"
    hint = "The studio tries again by itself; if it stays so, look at the provider's status page."
    retryable = True


class DiskFull(Unavailable):
    """The disk that holds {where} is full."""

    code = "disk_full"
    hint = "Free some space there; finished stages are kept, and the same command goes on where it stood."


class HandedBack(Unavailable):
    """The worker was told to stop, so another one takes the work."""

    code = "handed_back"
