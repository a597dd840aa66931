"""Stacks go up and come down as the CDK command has CloudFormation do it: a change set from a template in S3."""

import json
import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.assembly import Stack, Template
from rehearsal.failure import RehearsalFailed

DEPLOY_SECONDS = 60.0
_CHANGE_SET = "rehearsal"
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]


def deploy(engine: Any, stack: Stack, template: Template, bucket: str) -> Mapping[str, str]:
    """Creates the stack and answers its outputs. Raises RehearsalFailed with what CloudFormation says."""
    key = f"{stack.name}.json"
    engine.client("s3").put_object(Bucket=bucket, Key=key, Body=json.dumps(template).encode())
    cloud = engine.client("cloudformation")
    named = {"StackName": stack.name, "ChangeSetName": _CHANGE_SET}
    cloud.create_change_set(
        **named,
        ChangeSetType="CREATE",
        TemplateURL=f"{engine.url}/{bucket}/{key}",
        Capabilities=_CAPABILITIES,
        Tags=[{"Key": name, "Value": value} for name, value in stack.tags.items()],
    )
    made = _settled(lambda: cloud.describe_change_set(**named), "Status")
    if made["Status"] != "CREATE_COMPLETE":
        raise RehearsalFailed(f"{stack.name} has no change set: {made.get('StatusReason')}")
    cloud.execute_change_set(**named)
    described = _settled(lambda: cloud.describe_stacks(StackName=stack.name)["Stacks"][0], "StackStatus")
    if described["StackStatus"] != "CREATE_COMPLETE":
        raise RehearsalFailed(f"{stack.name} is not created: {_first_failure(cloud, stack.name)}")
    return {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}


def kept(engine: Any, stack: Stack) -> set[str]:
    """The names of what outlives the stack, as its template says."""
    cloud, resources = engine.client("cloudformation"), stack.template["Resources"]
    made = cloud.describe_stack_resources(StackName=stack.name)["StackResources"]
    return {
        each["PhysicalResourceId"]
        for each in made
        if resources[each["LogicalResourceId"]].get("DeletionPolicy") == "Retain"
    }


def delete(engine: Any, stack: Stack) -> None:
    cloud = engine.client("cloudformation")
    cloud.delete_stack(StackName=stack.name)
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        try:
            status = cloud.describe_stacks(StackName=stack.name)["Stacks"][0]["StackStatus"]
        except ClientError:
            return
        if status == "DELETE_FAILED":
            raise RehearsalFailed(f"{stack.name} is not deleted: {_first_failure(cloud, stack.name)}")
        time.sleep(0.05)
    raise RehearsalFailed(f"{stack.name} is not deleted within {DEPLOY_SECONDS:.0f} s.")


def _settled(describe: Any, status: str) -> dict[str, Any]:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        described: dict[str, Any] = describe()
        if not described[status].endswith(("_IN_PROGRESS", "_PENDING")):
            return described
        time.sleep(0.05)
    raise RehearsalFailed(f"CloudFormation is not done within {DEPLOY_SECONDS:.0f} s.")


def _first_failure(cloud: Any, name: str) -> str:
    events = cloud.describe_stack_events(StackName=name)["StackEvents"]
    failed = [each for each in events if each["ResourceStatus"].endswith("_FAILED")]
    if not failed:
        return "CloudFormation does not say why."
    first = failed[-1]
    return f"{first['LogicalResourceId']} ({first['ResourceType']}): {first.get('ResourceStatusReason')}"
