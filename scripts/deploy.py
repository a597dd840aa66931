"""Puts an environment into the AWS account of the credentials, or takes it down: `deploy.py up dev`, `... down dev`.

The record is migrated before any function expects what is new in it. What keeps data is never taken down from here.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config as Calling

from cdk.commit import commit_here
from cdk.config import ENVIRONMENTS, Config
from cdk.stacks.environment_stack import GLOBAL
from mutoscope import __version__
from mutoscope.errors import MutoscopeError
from scripts.account import complain, in_plain_words
from scripts.cdk_command import ASSEMBLY, cdk, synthesise
from scripts.health_check import Studio, problems, wait
from scripts.operating import OperationFailed, operate
from scripts.stacks import Outputs, busy, empty_buckets, outputs_of, present, written

HEALTHY_SECONDS = 300
"""CloudFront takes minutes to know a new distribution everywhere."""
BUSY_SECONDS = 30 * 60
"""A deployment that was cut off goes on in CloudFormation, mostly for as long as CloudFront or Aurora take."""


class Refused(Exception):
    """Nothing was done, for the reason given."""


@dataclass(frozen=True)
class Tools:
    """What a deployment reaches outside: the CDK command, the operators' function, the studio's address."""

    cdk: Callable[[Sequence[str]], None]
    outputs: Callable[[str], Outputs]
    """Of the environment's stack of one part, by their names."""
    operate: Callable[[str, dict[str, str]], Mapping[str, Any]]
    unwell: Callable[[Studio], Sequence[str]]
    busy: Callable[[], Sequence[str]]
    """Stacks that CloudFormation is at work on, after it was given time to come to an end."""
    unasked: Callable[[], Sequence[str]] = tuple
    """Stacks that are there and that this deployment does not have."""
    say: Callable[[str], None] = print


def up(config: Config, tools: Tools, commit: str = "") -> None:
    """Raises OperationFailed when the record cannot be migrated, Refused when the studio is not well afterwards.

    Where `commit` is known, the studio is well only if it says that it is that one.
    """
    name = f"mutoscope-{config.name}"
    if busy := tools.busy():
        raise Refused(f"An earlier deployment is still under way: {' '.join(busy)} Repeat the command when it is over.")
    if left := tools.unasked():
        raise Refused(
            f"{config.name} has {', '.join(left)}, which this deployment has not: say MODELS=true, as before, or delete"
            " that stack first."
        )
    tools.cdk(["deploy", f"{name}-operate"])
    applied = tools.operate(_function(tools), {"task": "migrate"})["applied"]
    tools.say(f"The record is at its newest migration; {len(applied)} were applied.")
    tools.cdk(["deploy", f"{name}-*"])
    web = tools.outputs("web")
    studio = studio_of(config, web, tools.outputs("api"), commit)
    wrong = [*tools.unwell(studio)]
    if wrong and studio.url != web["Url"]:
        wrong.append(f"Does DNS lead {config.domain} to {web['Url'].removeprefix('https://')}?")
    if wrong:
        raise Refused(f"{studio.url} is not well: {' '.join(wrong)}")
    tools.say(f"{studio.url} is well{f' and runs {commit}' if commit else ''}.")


def studio_of(config: Config, web: Outputs, api: Outputs, commit: str = "") -> Studio:
    """By its own name, where it has a certificate, else by CloudFront's; and the address behind it."""
    url = config.web_url if config.certificate_arn else web["Url"]
    behind = next(each for each in api.values() if each.startswith("https://"))
    return Studio(url, behind, __version__, commit or None)


def down(config: Config, tools: Tools, empty: Callable[[str], None]) -> None:
    """Raises Refused for an environment that keeps people's data."""
    require_temporary(config)
    for part in ("media", "web"):
        empty(f"mutoscope-{config.name}-{part}")
    tools.cdk(["destroy", "--force", f"mutoscope-{config.name}-*"])


def require_temporary(config: Config) -> None:
    if config.keeps_data:
        raise Refused(f"{config.name} keeps people's data; docs/deploy.md says what to do by hand, and in which order.")


def require_ready(config: Config) -> None:
    """Raises Refused where people's data would have no name and certificate, or nobody would be told what is wrong."""
    lacking = {
        "domain": config.domain.endswith(".example"),
        "certificate_arn": not config.certificate_arn,
        "pagers, mailboxes or chats": not (config.pagers or config.mailboxes or config.chats),
    }
    missing = [name for name, lacks in lacking.items() if lacks]
    if config.keeps_data and missing:
        raise Refused(f"{config.name} keeps people's data and lacks, in cdk/config.py: {'; '.join(missing)}.")


def appoint(email: str, tools: Tools) -> None:
    appointed = tools.operate(_function(tools), {"task": "appoint", "email": email})
    tools.say(f"{appointed['user_id']} is the first super admin.")


def _function(tools: Tools) -> str:
    return tools.outputs("operate")["Function"]


def bootstrap(config: Config, tools: Tools, account: str) -> None:
    """Once for an account and region: where assets are put, and that GitHub's workflows are known."""
    # The firewall stands where AWS has what belongs to no region.
    regions = [config.region, GLOBAL] if config.has_firewall else [config.region]
    tools.cdk(["bootstrap", *(f"aws://{account}/{region}" for region in dict.fromkeys(regions))])
    if config.repository:
        tools.cdk(["deploy", "mutoscope-account"])


def _tools(config: Config) -> Tools:
    functions = boto3.client(
        "lambda", region_name=config.region, config=Calling(read_timeout=330, retries={"total_max_attempts": 1})
    )

    stacks = boto3.client("cloudformation", region_name=config.region)

    def unwell(studio: Studio) -> Sequence[str]:
        with httpx.Client(timeout=30) as client:
            return wait(lambda: problems(client, studio), HEALTHY_SECONDS)

    def at_work() -> Sequence[str]:
        names = written(ASSEMBLY, config.name, config.region)
        return wait(lambda: busy(stacks, names), BUSY_SECONDS, pause=15)

    def unasked() -> Sequence[str]:
        # A deployment without its fleet would fail halfway, at what the fleet still uses.
        fleet = f"mutoscope-{config.name}-fleet"
        return present(stacks, {fleet} - set(written(ASSEMBLY, config.name, config.region)))

    return Tools(
        cdk=cdk,
        outputs=lambda part: outputs_of(stacks, config.name, part),
        operate=lambda function, event: operate(functions, function, event),
        unwell=unwell,
        busy=at_work,
        unasked=unasked,
    )


def main() -> int:
    asked = _arguments()
    config = next(each for each in ENVIRONMENTS if each.name == asked.environment)
    try:
        with in_plain_words():
            _carry_out(asked.verb, config, asked.email, models=asked.models == "true")
    except MutoscopeError as error:
        return complain(error)
    except (Refused, OperationFailed) as error:
        return _fail(str(error))
    except subprocess.CalledProcessError as error:
        return _fail(f"`{Path(error.cmd[0]).name}` ended with {error.returncode}; the lines above say why.")
    return 0


def _carry_out(verb: str, config: Config, email: str, *, models: bool) -> None:
    if verb == "down":
        require_temporary(config)
    if verb == "up":
        require_ready(config)
    account = boto3.client("sts", region_name=config.region).get_caller_identity()["Account"]
    tools = _tools(config)
    if verb != "appoint":
        # Whoever takes all down takes the fleet along, if there is one.
        synthesise(ASSEMBLY, models=models or verb == "down")
    match verb:
        case "bootstrap":
            bootstrap(config, tools, account)
        case "up":
            up(config, tools, commit_here())
        case "down":
            down(config, tools, lambda stack: empty_buckets(stack, region=config.region))
        case "appoint":
            appoint(email, tools)


def _fail(reason: str) -> int:
    print(f"Error: {reason}", file=sys.stderr)
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Deploys an environment, or takes it down.")
    parser.add_argument("verb", choices=["bootstrap", "up", "down", "appoint"])
    parser.add_argument("environment", choices=[config.name for config in ENVIRONMENTS])
    parser.add_argument("email", nargs="?", default="", help="for appoint: the address of the first super admin")
    parser.add_argument("--models", choices=["true", "false"], default="false", help="for up: with a fleet of models")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
