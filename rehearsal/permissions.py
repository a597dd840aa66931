"""Whether roles allow what is done in their name: what the functions called, and what AWS does for them unasked.

The engine checks calls of functions and workers as they come. What it does itself (it takes messages for a function,
sends those of a state, writes logs), or only pretends to do, is asked here, of the same policies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rehearsal.cloud import Cloud

_TAKING = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
_LOGGING = ("logs:CreateLogStream", "logs:PutLogEvents")
_PULLING = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")


@dataclass(frozen=True, order=True)
class Call:
    caller: str
    """The function, or whose role it is."""
    action: str
    resource: str
    allowed: bool

    def __str__(self) -> str:
        return f"{self.caller} calls {self.action} on {self.resource}"


def made_calls(cloud: Cloud) -> list[Call]:
    """The different calls of functions; a caller's ARN ends with the function's name."""
    return [
        Call(call["caller"].rpartition("/")[2], call["action"], call["resource"], call["allowed"])
        for call in cloud.engine.calls()
    ]


def unasked_calls(cloud: Cloud) -> list[Call]:
    """What AWS itself does in the name of the roles that the stacks make."""
    iam = cloud.engine.client("iam")
    return [
        Call(caller, action, resource, _allows(iam, role, action, resource))
        for caller, role, action, resource in (*_taken(cloud), *_logged(cloud), *_sent(cloud), *_begun(cloud))
    ]


def refused(calls: list[Call]) -> list[str]:
    return [str(call) for call in sorted(calls) if not call.allowed]


_Asked = tuple[str, str, str, str]


def _taken(cloud: Cloud) -> Iterator[_Asked]:
    functions = cloud.engine.client("lambda")
    for source in functions.list_event_source_mappings()["EventSourceMappings"]:
        function = functions.get_function_configuration(FunctionName=source["FunctionArn"])
        for action in _TAKING:
            yield function["FunctionName"], function["Role"], action, source["EventSourceArn"]


def _logged(cloud: Cloud) -> Iterator[_Asked]:
    for page in cloud.engine.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            _, _, _, region, account, *_ = function["FunctionArn"].split(":")
            group = function["LoggingConfig"]["LogGroup"]
            for action in _LOGGING:
                resource = f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:any"
                yield function["FunctionName"], function["Role"], action, resource


def _sent(cloud: Cloud) -> Iterator[_Asked]:
    """Each queue that has a message sent to by a state of a machine."""
    steps, sqs = cloud.engine.client("stepfunctions"), cloud.engine.client("sqs")
    for machine in steps.list_state_machines()["stateMachines"]:
        described = steps.describe_state_machine(stateMachineArn=machine["stateMachineArn"])
        for url in sqs.list_queues().get("QueueUrls", []):
            if f'"{url}"' in described["definition"]:
                arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
                yield machine["name"], described["roleArn"], "sqs:SendMessage", arn


def _begun(cloud: Cloud) -> Iterator[_Asked]:
    """What ECS does to begin a task: it pulls the container's image and opens its log."""
    ecs = cloud.engine.client("ecs")
    for arn in ecs.list_task_definitions()["taskDefinitionArns"]:
        task = ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
        _, _, _, region, account, *_ = arn.split(":")
        for container in task["containerDefinitions"]:
            repository = container["image"].partition("/")[2].partition(":")[0]
            group = container["logConfiguration"]["options"]["awslogs-group"]
            yield task["family"], task["executionRoleArn"], "ecr:GetAuthorizationToken", "*"
            for action in _PULLING:
                resource = f"arn:aws:ecr:{region}:{account}:repository/{repository}"
                yield task["family"], task["executionRoleArn"], action, resource
            for action in _LOGGING:
                resource = f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:any"
                yield task["family"], task["executionRoleArn"], action, resource


def _allows(iam: Any, role: str, action: str, resource: str) -> bool:
    answer = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource])
    return bool(answer["EvaluationResults"][0]["EvalDecision"] == "allowed")
