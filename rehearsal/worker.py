"""The fleet's task as a process of this machine: its program, its environment and its role, and nothing of ours.

The engine only pretends to begin tasks. What ECS hands a task, the variables of its definition and credentials of its
role, it has from the engine.
"""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rehearsal.cloud import Cloud
from rehearsal.failure import RehearsalFailed
from rehearsal.models import PYTHONPATH, Models

CALLER = "worker-with-models"
"""The name of its session, by which its calls are known."""
STOP_SECONDS = 60.0
"""Half of what its task has; a worker that waits for orders takes up to five seconds."""


class Worker:
    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def has_finished(self, job_id: str) -> bool:
        """Whether it says so in its log."""
        lines = self._log.read_text().splitlines()
        return any("stage finished" in line and job_id in line for line in lines)

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_text()[-1_000:]

    def tell_to_stop(self) -> None:
        """As ECS does, and Spot's notice."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """For its end. Raises RehearsalFailed where it does not end well."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        if self._process.poll() != 0:
            raise RehearsalFailed(f"The worker, told to stop, ends with {self._process.poll()}: {self.last_words()}")


@contextmanager
def working(cloud: Cloud, models: Models) -> Iterator[Worker]:
    with TemporaryDirectory(prefix="mutoscope-worker-") as folder:
        log = Path(folder) / "worker.log"
        with log.open("ab") as written:
            process = subprocess.Popen(
                [str(models.python), "-m", "gpu_container"],
                cwd=folder,
                env=_environment(cloud, models, Path(folder)),
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        try:
            yield Worker(process, log)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(cloud: Cloud, models: Models, folder: Path) -> dict[str, str]:
    task = _task(cloud)
    [container] = task["containerDefinitions"]
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": PYTHONPATH,
        "AWS_ENDPOINT_URL": cloud.engine.url,
        **{each["name"]: each["value"] for each in container["environment"]},
        **_credentials(cloud, task["taskRoleArn"]),
        **models.variables,
    }


def _task(cloud: Cloud) -> dict[str, Any]:
    """What the service on the fleet's cluster runs."""
    ecs = cloud.engine.client("ecs")
    services = [
        service
        for cluster in ecs.list_clusters()["clusterArns"]
        for arn in ecs.list_services(cluster=cluster)["serviceArns"]
        for service in ecs.describe_services(cluster=cluster, services=[arn])["services"]
    ]
    if len(services) != 1:
        raise RehearsalFailed(
            f"The stacks make {len(services)} services of ECS, where one runs the worker with models."
        )
    found: dict[str, Any] = ecs.describe_task_definition(taskDefinition=services[0]["taskDefinition"])["taskDefinition"]
    return found


def _credentials(cloud: Cloud, role: str) -> Mapping[str, str]:
    given = cloud.engine.client("sts").assume_role(RoleArn=role, RoleSessionName=CALLER)["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }
