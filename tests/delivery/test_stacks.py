"""Which stacks a deployment has to wait for: those that were written, that are there, and that are being changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.stacks import busy, present, written


class Stacks:
    """CloudFormation, as it answers for stacks in these states."""

    def __init__(self, **states: str) -> None:
        self.states = states

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        if StackName not in self.states:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        if self.states[StackName] == "forbidden":
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "DescribeStacks")
        return {"Stacks": [{"StackStatus": self.states[StackName]}]}


@pytest.mark.parametrize("status", ["CREATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_IN_PROGRESS"])
def test_a_stack_that_is_being_changed_is_waited_for(status: str) -> None:
    assert busy(Stacks(web=status, api="UPDATE_COMPLETE"), ["api", "web"]) == [f"web is {status}."]


@pytest.mark.parametrize("status", ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_one_that_is_at_an_end_or_was_never_begun_is_not(status: str) -> None:
    assert busy(Stacks(web=status), ["web", "not-there"]) == []


def test_a_stack_that_may_not_be_looked_at_is_no_stack_that_is_not_there() -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        busy(Stacks(web="forbidden"), ["web"])


def test_the_stacks_of_an_environment_are_those_that_were_written_for_its_region(tmp_path: Path) -> None:
    stack = "aws:cloudformation:stack"
    artifacts = {
        "mutoscope-dev-web": {"type": stack, "environment": "aws://unknown-account/eu-west-1"},
        "mutoscope-dev-api": {"type": stack, "environment": "aws://unknown-account/eu-west-1"},
        "mutoscope-dev-firewall": {"type": stack, "environment": "aws://unknown-account/us-east-1"},
        "mutoscope-dev-web.assets": {"type": "cdk:asset-manifest"},
        "mutoscope-test-web": {"type": stack, "environment": "aws://unknown-account/eu-west-1"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))

    assert written(tmp_path, "dev", "eu-west-1") == ["mutoscope-dev-api", "mutoscope-dev-web"]


def test_a_stack_is_there_in_whatever_state() -> None:
    stacks = Stacks(fleet="ROLLBACK_COMPLETE", web="UPDATE_COMPLETE")

    assert present(stacks, ["web", "fleet", "not-there"]) == ["fleet", "web"]
