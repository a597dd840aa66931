"""One environment's stacks in the embedded engine, with a real PostgreSQL behind the Data API, and their end.

What is started here ends here, whatever happens in between.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutoscope.adapters.http.edge import HEADER
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.laptop.postgres import EmbeddedPostgres
from mutoscope.settings import Settings
from rehearsal.assembly import Stack
from rehearsal.assets import bootstrap, publish
from rehearsal.differences import Differences
from rehearsal.engine import Engine
from rehearsal.failure import RehearsalFailed
from rehearsal.leftovers import empty_buckets, names
from rehearsal.stacks import delete, deploy, kept
from rehearsal.story import Story

_STANDS_IN = "rehearsal/record"
_RECORD = ("database_resource_arn", "database_secret_arn", "database_name")


@dataclass(frozen=True)
class Cloud:
    engine: Engine
    stacks: Sequence[Stack]
    differences: Differences
    api: str
    """The address of the HTTP API."""
    edge: Mapping[str, str]
    """What CloudFront, which the engine has not, sends along to prove itself: the API answers nobody else."""
    before: Mapping[str, Set[str]]
    """What was in the account before the stacks, by what it is."""

    def keep(self, key: str, content: bytes, kind: str) -> None:
        """Puts a file into the studio's bucket, with the operator's rights."""
        (bucket,) = _told(self.engine, ("bucket",)).values()
        self.engine.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind)

    def invoke(self, function: str, event: Mapping[str, object]) -> dict[str, Any]:
        """Calls a function by its name in `functions/`; answers what it answers. Raises RehearsalFailed."""
        functions = self.engine.client("lambda")
        (name,) = (
            each["FunctionName"]
            for page in functions.get_paginator("list_functions").paginate()
            for each in page["Functions"]
            if each["Handler"] == f"functions.{function}.handler.handler"
        )
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        said = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise RehearsalFailed(f"The function {function} does not do {event}: {said.get('errorMessage')}")
        return said or {}

    def messages(self) -> int:
        """How many wait in queues or are being worked on."""
        sqs = self.engine.client("sqs")
        counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        return sum(
            int(number)
            for url in sqs.list_queues().get("QueueUrls", [])
            for number in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts)["Attributes"].values()
        )


@contextmanager
def opened_cloud(stacks: Sequence[Stack], story: Story) -> Iterator[Cloud]:
    """The stacks, deployed; the caller tears them down, or leaves that to the engine's end."""
    folder = Path(tempfile.mkdtemp(prefix="mutoscope-rehearsal-"))
    with ExitStack() as opened:
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        with story.step("the engine starts, and PostgreSQL"):
            engine = opened.enter_context(Engine(folder))
            postgres = EmbeddedPostgres(folder / "postgres")
            opened.callback(postgres.stop)
            url = postgres.start()
        secret = engine.client("secretsmanager").create_secret(Name=_STANDS_IN, SecretString="{}")["ARN"]
        bootstrap(engine, stacks)
        before = names(engine)
        differences = Differences(engine.types(), secret, engine.url, folder / "opt")
        for stack in stacks:
            with story.step(f"{stack.name} is created") as details:
                template = differences.apply(stack.template)
                publish(engine, stack, folder / "opt")
                deploy(engine, stack, template, stack.assets[0].bucket)
                details.append(f"{len(template['Resources'])} resources, {len(stack.assets)} assets")
        record, edge = _told(engine, _RECORD), _told(engine, ("edge_secrets",))
        data_api = DataApiStandIn(
            url,
            resource_arn=record[_variable("database_resource_arn")],
            secret_arn=record[_variable("database_secret_arn")],
            database=record[_variable("database_name")],
        )
        engine.data_api.write_text(opened.enter_context(data_api).url)
        yield Cloud(engine, stacks, differences, _http_api(engine), {HEADER: next(iter(edge.values()))}, before)


def tear_down(cloud: Cloud, story: Story) -> None:
    """Deletes the stacks, the last one first; raises RehearsalFailed unless just that is left which is to be."""
    with story.step("the stacks are deleted") as details:
        outliving = {name for stack in cloud.stacks for name in kept(cloud.engine, stack)}
        empty_buckets(cloud.engine, cloud.before["buckets"])
        for stack in reversed(cloud.stacks):
            delete(cloud.engine, stack)
        left = {name for what, found in names(cloud.engine).items() for name in found - cloud.before[what]}
        if left != outliving:
            raise RehearsalFailed(
                f"The stacks are to leave {sorted(outliving - left)} behind, and not {sorted(left - outliving)}."
            )
        details.append(f"{len(left)} things outlive them, as they are to" if left else "nothing is left")


def _told(engine: Engine, names: Sequence[str]) -> dict[str, str]:
    """What the functions are told: the variables of these settings."""
    wanted = [_variable(name) for name in names]
    for page in engine.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            variables = function.get("Environment", {}).get("Variables", {})
            if all(name in variables for name in wanted):
                return {name: variables[name] for name in wanted}
    raise RehearsalFailed(f"No function of the stacks is told of {', '.join(wanted)}.")


def _variable(name: str) -> str:
    assert name in Settings.model_fields, name
    return f"{Settings.model_config.get('env_prefix', '')}{name}".upper()


def _http_api(engine: Engine) -> str:
    apis = engine.client("apigatewayv2").get_apis()["Items"]
    found = [each["ApiId"] for each in apis if each["ProtocolType"] == "HTTP"]
    if len(found) != 1:
        raise RehearsalFailed(f"The stacks make {len(found)} HTTP APIs, where the journey knows one.")
    return f"{engine.url}/_aws/execute-api/{found[0]}"
