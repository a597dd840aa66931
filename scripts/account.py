"""The AWS account that this machine's credentials lead to, and in one sentence why it cannot be worked in.

What boto3 raises is translated here and nowhere else, so that every command says what to do instead of a traceback.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions as aws
from botocore.exceptions import BotoCoreError, ClientError

from mutoscope.errors import MutoscopeError

_LOGGED_OUT = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
_STRANGE = {
    "AuthFailure",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
_FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"}
_UNUSABLE = (
    aws.ConfigNotFound,
    aws.ConfigParseError,
    aws.CredentialRetrievalError,
    aws.InvalidConfigError,
    aws.LoginError,
    aws.MissingDependencyException,
    aws.PartialCredentialsError,
    aws.SSOError,
    aws.TokenRetrievalError,
    aws.UnknownCredentialError,
)
_OUT_OF_REACH = (aws.ConnectionError, aws.HTTPClientError, aws.InvalidRegionError, aws.NoRegionError)


class NoCredentials(MutoscopeError):
    """There are no credentials of an AWS account here."""

    code = "aws_no_credentials"
    hint = "Name a profile in AWS_PROFILE, or log in; `aws sts get-caller-identity` shows whose credentials are used."


class UnknownProfile(MutoscopeError):
    """There is no profile {profile} in the AWS configuration of this machine."""

    code = "aws_unknown_profile"
    hint = "Correct AWS_PROFILE; `aws configure list-profiles` lists those that there are."


class CredentialsUnusable(MutoscopeError):
    """The credentials of AWS on this machine cannot be used: {reason}"""

    code = "aws_credentials_unusable"
    hint = "Log in again (`aws sso login`), or correct what is named; `aws configure list` shows where they come from."


class CredentialsExpired(MutoscopeError):
    """The credentials of AWS on this machine have expired."""

    code = "aws_credentials_expired"
    hint = "Log in again (`aws sso login`, or new session keys), then repeat the command: it goes on where it stopped."
    retryable = True


class CredentialsUnknown(MutoscopeError):
    """AWS does not know the credentials of this machine: {reason}"""

    code = "aws_credentials_unknown"
    hint = "Correct the keys, or the clock of this machine if it is wrong by minutes."


class NotAllowed(MutoscopeError):
    """AWS does not let these credentials do that: {reason}"""

    code = "aws_not_allowed"
    hint = "Use credentials of somebody who may; `aws sts get-caller-identity` shows whose are used now."


class OutOfReach(MutoscopeError):
    """AWS cannot be reached: {reason}"""

    code = "aws_out_of_reach"
    hint = "Look at the network, and at `region` of the environment in cdk/config.py."
    retryable = True


class AwsRefused(MutoscopeError):
    """AWS refuses: {reason}"""

    code = "aws_refused"
    hint = "Correct what it names and repeat the command."


class NotDeployed(MutoscopeError):
    """There is no {what} in this account: {environment} is not deployed here."""

    code = "not_deployed"
    hint = "Deploy it with `make deploy ENV={environment}`, or use the credentials of the account that it is in."


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Raises MutoscopeError for what boto3 raises inside."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise translated(error) from error


def translated(error: BotoCoreError | ClientError) -> MutoscopeError:
    if isinstance(error, ClientError):
        return _answered(error)
    match error:
        case aws.ProfileNotFound():
            return UnknownProfile(profile=error.kwargs["profile"])
        case aws.NoCredentialsError():
            return NoCredentials()
        case each if isinstance(each, _UNUSABLE):
            return CredentialsUnusable(reason=error)
        case each if isinstance(each, _OUT_OF_REACH):
            return OutOfReach(reason=error)
    return AwsRefused(reason=error)


def _answered(error: ClientError) -> MutoscopeError:
    code = error.response.get("Error", {}).get("Code", "")
    if code in _LOGGED_OUT:
        return CredentialsExpired()
    kinds = {CredentialsUnknown: _STRANGE, NotAllowed: _FORBIDDEN}
    return next((kind for kind, codes in kinds.items() if code in codes), AwsRefused)(reason=error)


def is_absent(error: ClientError) -> bool:
    """Whether CloudFormation knows no stack of the name."""
    told: dict[str, Any] = error.response.get("Error", {})
    return told.get("Code") == "ValidationError" and "does not exist" in told.get("Message", "")


def complain(error: MutoscopeError) -> int:
    """Says it, and answers the exit status."""
    print(f"Error: {error.message}\n{error.advice}", file=sys.stderr)
    return 1
