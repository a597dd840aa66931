"""What CloudFormation has of an environment: whether it is at work on it, what a stack puts out, which buckets it made.

A stack that is not there means that the environment is not deployed in this account, and is said so.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from scripts.account import NotDeployed, is_absent

Outputs = Mapping[str, str]
_BEGUN_AND_NEVER_MADE = "REVIEW_IN_PROGRESS"


def written(assembly: Path, environment: str, region: str) -> list[str]:
    """The names of the environment's stacks in one region, as the synthesis wrote them."""
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    return sorted(
        name
        for name, each in artifacts.items()
        if each["type"] == "aws:cloudformation:stack"
        and name.startswith(f"mutoscope-{environment}-")
        and each["environment"].endswith(f"/{region}")
    )


def busy(stacks: Any, names: Iterable[str]) -> list[str]:
    """Those that CloudFormation is still at work on, which refuses another change of them until it is done."""
    states = {name: _status(stacks, name) for name in names}
    return [
        f"{name} is {status}."
        for name, status in states.items()
        if status.endswith("_IN_PROGRESS") and status != _BEGUN_AND_NEVER_MADE
    ]


def present(stacks: Any, names: Iterable[str]) -> list[str]:
    """Those of them that are there, in whatever state."""
    return sorted(name for name in names if _status(stacks, name))


def _status(stacks: Any, name: str) -> str:
    """Empty where there is no such stack."""
    try:
        (stack,) = stacks.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if is_absent(error):
            return ""
        raise
    return str(stack["StackStatus"])


def outputs_of(stacks: Any, environment: str, part: str) -> Outputs:
    """Of a stack, by their names. Raises NotDeployed."""
    name = f"mutoscope-{environment}-{part}"
    try:
        (stack,) = stacks.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if is_absent(error):
            raise NotDeployed(what=f"stack {name}", environment=environment) from error
        raise
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def made_by(stacks: Any, name: str, kind: str) -> list[str]:
    """The names of the resources of one type that a stack made; none where there is no such stack."""
    try:
        made = stacks.describe_stack_resources(StackName=name)["StackResources"]
    except ClientError as error:
        if is_absent(error):
            return []
        raise
    return [each["PhysicalResourceId"] for each in made if each["ResourceType"] == kind]


def empty_buckets(stack: str, *, region: str) -> None:
    """Deletes every file, and every version of it, in the buckets that the stack made."""
    session = boto3.Session(region_name=region)
    for name in made_by(session.client("cloudformation"), stack, "AWS::S3::Bucket"):
        session.resource("s3").Bucket(name).object_versions.delete()
