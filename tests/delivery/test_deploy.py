"""A deployment migrates the record first, asks whether the studio is well, and never takes data down."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from cdk.config import DEV, ENVIRONMENTS, PROD, Config
from scripts import release
from scripts.cdk_command import synthesise
from scripts.deploy import Refused, Tools, appoint, bootstrap, down, require_ready, up
from scripts.health_check import Studio
from scripts.operating import MOST_TRIES, OperationFailed, operate
from scripts.stacks import empty_buckets

ROOT = Path(__file__).parents[2]
OUTPUTS: dict[str, dict[str, str]] = {
    "operate": {"Function": "operate"},
    "web": {"Url": "https://d1.cloudfront.test"},
    "api": {"SocketsUrl": "wss://s.test/live", "HttpUrl": "https://api.test"},
}


class Journal:
    """What a deployment did, in order; each of its tools writes into it."""

    def __init__(self, wrong: Sequence[str] = (), busy: Sequence[str] = (), unasked: Sequence[str] = ()) -> None:
        self.done: list[str] = []
        self.asked: list[Studio] = []
        self._wrong = wrong
        self._busy = busy
        self._unasked = unasked

    def tools(self) -> Tools:
        return Tools(
            cdk=lambda arguments: self.done.append(" ".join(arguments)),
            outputs=OUTPUTS.__getitem__,
            operate=self._operate,
            unwell=self._unwell,
            busy=lambda: self._busy,
            unasked=lambda: self._unasked,
            say=lambda _: None,
        )

    def _operate(self, function: str, event: dict[str, str]) -> Mapping[str, Any]:
        self.done.append(f"{function} {event['task']}")
        return {"applied": ["0001"], "user_id": "user_1"}

    def _unwell(self, studio: Studio) -> Sequence[str]:
        self.asked.append(studio)
        return self._wrong


def test_the_record_is_migrated_before_any_function_expects_it() -> None:
    journal = Journal()

    up(DEV, journal.tools())

    assert journal.done == ["deploy mutoscope-dev-operate", "operate migrate", "deploy mutoscope-dev-*"]


def test_the_studio_is_asked_at_the_edge_and_behind_it() -> None:
    journal = Journal()

    up(DEV, journal.tools())
    up(replace(DEV, certificate_arn="arn", domain="studio.test"), journal.tools())

    assert [each.url for each in journal.asked] == ["https://d1.cloudfront.test", "https://studio.test"]
    assert {each.behind for each in journal.asked} == {"https://api.test"}


def test_the_studio_must_say_the_commit_that_was_deployed_where_it_is_known() -> None:
    journal = Journal()

    up(DEV, journal.tools(), "a" * 40)
    up(DEV, journal.tools())

    assert [each.commit for each in journal.asked] == ["a" * 40, None]


def test_nothing_is_deployed_into_a_deployment_that_is_still_under_way() -> None:
    journal = Journal(busy=["mutoscope-dev-web is UPDATE_IN_PROGRESS."])

    with pytest.raises(Refused, match="mutoscope-dev-web is UPDATE_IN_PROGRESS"):
        up(DEV, journal.tools())

    assert journal.done == []


def test_a_fleet_that_is_there_is_not_taken_away_by_who_forgot_to_name_it() -> None:
    journal = Journal(unasked=["mutoscope-dev-fleet"])

    with pytest.raises(Refused, match=r"mutoscope-dev-fleet.*MODELS=true"):
        up(DEV, journal.tools())

    assert journal.done == []


@pytest.mark.parametrize("models", [True, False])
def test_a_synthesis_is_told_of_a_fleet_as_the_command_would_tell_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: bool
) -> None:
    monkeypatch.delenv("CDK_CONTEXT_JSON", raising=False)
    told: list[str | None] = []
    monkeypatch.setattr(subprocess, "run", lambda _, *, env, **__: told.append(env.get("CDK_CONTEXT_JSON")))

    synthesise(tmp_path / "cdk.out", models=models)

    assert told == ['{"models": "true"}' if models else None]


@pytest.mark.parametrize(
    ("typed", "told", "handed_over"),
    [([], {}, "false"), (["MODELS=true"], {}, "true"), ([], {"MODELS": "true"}, "true")],
    ids=["neither", "behind make", "before make"],
)
def test_make_hands_over_whether_there_shall_be_a_fleet(
    tmp_path: Path, typed: list[str], told: dict[str, str], handed_over: str
) -> None:
    program = tmp_path / "python"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)

    # What packages and sets up is left as it is.
    done = subprocess.run(
        ["make", "-o", "package", "deploy", "ENV=dev", f"RUN={tmp_path}", *typed],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **told},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == f"-m scripts.deploy up dev --models {handed_over}"


def test_a_studio_that_is_not_well_fails_its_deployment() -> None:
    with pytest.raises(Refused, match=r"/health answers 502\."):
        up(DEV, Journal(["/health answers 502."]).tools())


@pytest.mark.parametrize("config", [each for each in ENVIRONMENTS if each.keeps_data], ids=lambda each: each.name)
def test_what_keeps_data_is_never_taken_down(config: Config) -> None:
    journal = Journal()

    with pytest.raises(Refused, match="keeps people's data"):
        down(config, journal.tools(), journal.done.append)

    assert journal.done == []


def test_buckets_are_emptied_before_their_stacks_go() -> None:
    journal = Journal()

    down(DEV, journal.tools(), journal.done.append)

    assert journal.done == ["mutoscope-dev-media", "mutoscope-dev-web", "destroy --force mutoscope-dev-*"]


def test_the_command_refuses_to_take_production_down_before_it_asks_anybody() -> None:
    command = [sys.executable, "-m", "scripts.deploy", "down", "prod"]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (said.returncode, "prod keeps people's data" in said.stderr) == (1, True)


def test_production_is_not_deployed_without_a_name_a_certificate_and_somebody_to_tell() -> None:
    command = [sys.executable, "-m", "scripts.deploy", "up", "prod"]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert said.returncode == 1
    assert "domain; certificate_arn; pagers, mailboxes or chats" in said.stderr


def test_production_with_all_of_them_is_ready() -> None:
    named = replace(PROD, domain="studio.test", certificate_arn="arn:aws:acm:...")

    require_ready(replace(named, mailboxes=("ops@studio.test",)))


def test_github_is_known_to_an_account_whose_environment_has_a_repository() -> None:
    with_one, without = Journal(), Journal()

    bootstrap(replace(PROD, repository="people/mutoscope"), with_one.tools(), "123456789012")
    bootstrap(DEV, without.tools(), "123456789012")

    assert with_one.done == ["bootstrap aws://123456789012/us-east-1", "deploy mutoscope-account"]
    assert without.done == ["bootstrap aws://123456789012/us-east-1"]


def test_an_environment_elsewhere_has_us_east_1_prepared_for_its_firewall() -> None:
    with_one, without = Journal(), Journal()

    bootstrap(replace(PROD, region="eu-west-1"), with_one.tools(), "123456789012")
    bootstrap(replace(DEV, region="eu-west-1"), without.tools(), "123456789012")

    assert with_one.done == ["bootstrap aws://123456789012/eu-west-1 aws://123456789012/us-east-1"]
    assert without.done == ["bootstrap aws://123456789012/eu-west-1"]


def test_a_name_of_its_own_that_leads_nowhere_is_said_with_where_it_should_lead() -> None:
    own = replace(DEV, certificate_arn="arn", domain="studio.test")

    with pytest.raises(Refused, match=r"Does DNS lead studio\.test to d1\.cloudfront\.test\?"):
        up(own, Journal(["https://studio.test does not answer: ConnectError."]).tools())


def test_the_first_admin_is_appointed_by_the_operators_function() -> None:
    journal = Journal()

    appoint("first@studio.test", journal.tools())

    assert journal.done == ["operate appoint"]


@mock_aws
def test_every_version_of_every_file_goes_before_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    stacks, s3 = (boto3.client(name, region_name="us-east-1") for name in ("cloudformation", "s3"))
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}
    stacks.create_stack(StackName="media", TemplateBody=json.dumps({"Resources": {"Media": bucket}}))
    (made,) = s3.list_buckets()["Buckets"]
    for content in (b"one", b"two"):
        s3.put_object(Bucket=made["Name"], Key="outputs/film.mp4", Body=content)

    empty_buckets("media", region="us-east-1")
    empty_buckets("not-there", region="us-east-1")

    assert "Versions" not in s3.list_object_versions(Bucket=made["Name"])


class Answering:
    """Lambda, as it answers one invocation after another."""

    def __init__(self, *answers: tuple[str | None, dict[str, Any]]) -> None:
        self.answers = list(answers)

    def invoke(self, **_: Any) -> dict[str, Any]:
        failed, payload = self.answers.pop(0)
        answer: dict[str, Any] = {"Payload": io.BytesIO(json.dumps(payload).encode())}
        return answer | ({"FunctionError": failed} if failed else {})


WAKING = ("Unhandled", {"errorType": "DatabaseWaking", "errorMessage": "The database slept and is waking up."})


def test_a_record_that_wakes_is_waited_for() -> None:
    assert operate(Answering(WAKING, WAKING, (None, {"applied": []})), "f", {}, pause=0) == {"applied": []}


def test_a_migration_that_fails_is_said_at_once_and_in_its_own_words() -> None:
    failed = ("Unhandled", {"errorType": "SyntaxError", "errorMessage": "no such column"})

    with pytest.raises(OperationFailed, match="SyntaxError: no such column"):
        operate(Answering(failed), "f", {}, pause=0)


def test_a_record_that_never_wakes_is_given_up_on() -> None:
    with pytest.raises(OperationFailed, match="DatabaseWaking"):
        operate(Answering(*[WAKING] * MOST_TRIES), "f", {}, pause=0)


@mock_aws
def test_the_release_that_was_noted_last_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    store = boto3.client("ssm", region_name="us-east-1")

    before = release.show(store, "dev")
    release.note(store, "dev", "a" * 40)
    release.note(store, "dev", "b" * 40)

    assert (before, release.show(store, "dev")) == ("none", "b" * 40)


@pytest.mark.parametrize(
    "arguments",
    [[], ["show", "live"], ["note", "dev"], ["note", "dev", "main"], ["note", "dev", "a; rm -rf /"]],
)
def test_a_release_is_a_commit_of_an_environment_and_nothing_else(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        release.main(arguments)

    assert refused.value.code == 2
    assert "error" in capsys.readouterr().err
