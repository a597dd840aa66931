"""Whoever has no way into an account is told why and what to do, by every command and without a traceback."""

import sys
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from botocore import exceptions as aws
from botocore.exceptions import BotoCoreError, ClientError
from moto import mock_aws

from mutoscope.errors import MutoscopeError
from scripts import deploy, release, restore_drill
from scripts.account import NotDeployed, in_plain_words, translated
from scripts.restore_drill import find_record
from scripts.stacks import made_by, outputs_of

COMMANDS: dict[str, tuple[Callable[[], int], list[str]]] = {
    "release": (release.main, ["show", "dev"]),
    "restore drill": (restore_drill.main, ["dev"]),
    "appoint": (deploy.main, ["appoint", "dev", "first@studio.test"]),
    "deploy": (deploy.main, ["up", "dev"]),
    "bootstrap": (deploy.main, ["bootstrap", "dev"]),
    "destroy": (deploy.main, ["down", "dev"]),
}


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody: no region, no credentials, no profile, and no machine in an account."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("profile", "said", "advice"),
    [
        (None, "Error: There are no credentials of an AWS account here.", "AWS_PROFILE"),
        ("nobody", "Error: There is no profile nobody in the AWS", "aws configure list-profiles"),
    ],
)
def test_every_command_says_that_it_has_no_way_into_an_account(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    profile: str | None,
    said: str,
    advice: str,
) -> None:
    main, arguments = COMMANDS[command]
    monkeypatch.setattr(sys, "argv", ["it", *arguments])
    if profile:
        monkeypatch.setenv("AWS_PROFILE", profile)

    status = main()

    told = capsys.readouterr().err
    assert status == 1
    assert told.startswith(said)
    assert advice in told


def answered(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "because"}}, "GetParameter")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (answered("ExpiredToken"), "aws_credentials_expired"),
        (answered("InvalidClientTokenId"), "aws_credentials_unknown"),
        (answered("AccessDeniedException"), "aws_not_allowed"),
        (answered("ParameterLimitExceeded"), "aws_refused"),
        (aws.SSOTokenLoadError(error_msg="none"), "aws_credentials_unusable"),
        (aws.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), "aws_credentials_unusable"),
        (aws.EndpointConnectionError(endpoint_url="https://ssm.eu-wset-1.amazonaws.com"), "aws_out_of_reach"),
        (aws.NoRegionError(), "aws_out_of_reach"),
        (aws.WaiterError(name="db_instance_available", reason="slow", last_response={}), "aws_refused"),
    ],
)
def test_what_aws_says_becomes_a_sentence_with_what_to_do(error: BotoCoreError | ClientError, code: str) -> None:
    with pytest.raises(MutoscopeError) as said, in_plain_words():
        raise error

    assert said.value.code == code
    assert said.value.advice
    assert type(said.value) is type(translated(error))


@mock_aws
def test_an_environment_that_is_not_deployed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    stacks, rds = (boto3.client(name, region_name="us-east-1") for name in ("cloudformation", "rds"))

    with pytest.raises(NotDeployed, match="There is no stack mutoscope-dev-operate in this account"):
        outputs_of(stacks, "dev", "operate")
    with pytest.raises(NotDeployed, match="There is no record of dev in this account"):
        find_record(stacks, rds, "dev")
    assert made_by(stacks, "mutoscope-dev-media", "AWS::S3::Bucket") == []
