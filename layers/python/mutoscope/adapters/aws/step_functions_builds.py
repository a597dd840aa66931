"""The `Builds` port over Step Functions: one execution per attempt of a film's job, named `{job_id}-{attempt}`."""

from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.errors import Unavailable
from mutoscope.settings import Settings

_WHAT = "The film builder"
_NOBODY_WAITS = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}
_ABSENT = {"ExecutionDoesNotExist"}
_OVER = {*_ABSENT, "ValidationException"}
"""An execution that ended, as one that waits for its review has, is not stopped again."""


def state_machine_arn(steps: Any, name: str) -> str | None:
    """However many machines the account has; one answer of Step Functions lists at most a thousand."""
    pages = steps.get_paginator("list_state_machines").paginate()
    machines = (machine for page in pages for machine in page["stateMachines"])
    return next((str(machine["stateMachineArn"]) for machine in machines if machine["name"] == name), None)


class StepFunctionsBuilds:
    def __init__(self, settings: Settings) -> None:
        self._steps = client("stepfunctions", settings)
        self._name = settings.film_state_machine

    @cached_property
    def _machine(self) -> str:
        if self._name.startswith("arn:"):
            return self._name
        with translated(_WHAT):
            arn = state_machine_arn(self._steps, self._name)
        if arn is None:
            raise Unavailable(what=_WHAT)
        return arn

    def start(self, name: str, document: str) -> None:
        with translated(_WHAT):
            try:
                self._steps.start_execution(stateMachineArn=self._machine, name=name, input=document)
            except ClientError as error:
                if code(error) != "ExecutionAlreadyExists":
                    raise

    def stop(self, name: str) -> None:
        with translated(_WHAT):
            try:
                self._steps.stop_execution(executionArn=self._execution(name), cause="The job is over.")
            except ClientError as error:
                if code(error) not in _OVER:
                    raise

    def is_live(self, name: str) -> bool:
        with translated(_WHAT):
            try:
                status: str = self._steps.describe_execution(executionArn=self._execution(name))["status"]
            except ClientError as error:
                if code(error) in _ABSENT:
                    return False
                raise
        return status == "RUNNING"

    def deliver(self, token: str, document: str) -> None:
        self._answer("send_task_success", taskToken=token, output=document)

    def fail(self, token: str, error: str, cause: str) -> None:
        self._answer("send_task_failure", taskToken=token, error=error, cause=cause[:32_000])

    def heartbeat(self, token: str) -> None:
        self._answer("send_task_heartbeat", taskToken=token)

    def _answer(self, call: str, **arguments: str) -> None:
        with translated(_WHAT):
            try:
                getattr(self._steps, call)(**arguments)
            except ClientError as error:
                if code(error) not in _NOBODY_WAITS:
                    raise

    def _execution(self, name: str) -> str:
        return f"{self._machine.replace(':stateMachine:', ':execution:')}:{name}"
