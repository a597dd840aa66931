"""Which commit of an environment was deployed last and found well: `release.py show dev`, `release.py note dev COMMIT`.

A workflow that fails goes back to it.
"""

import argparse
import re
import sys
from typing import Any

import boto3

from cdk.config import ENVIRONMENTS
from mutoscope.errors import MutoscopeError
from scripts.account import complain, in_plain_words

NEVER = "none"
_COMMIT = re.compile(r"[0-9a-f]{40}")
_REGIONS = {config.name: config.region for config in ENVIRONMENTS}


def main(arguments: list[str] | None = None) -> int:
    asked = _arguments(arguments)
    try:
        with in_plain_words():
            store = boto3.client("ssm", region_name=_REGIONS[asked.environment])
            if asked.verb == "show":
                print(show(store, asked.environment))
            else:
                note(store, asked.environment, asked.commit)
    except MutoscopeError as error:
        return complain(error)
    return 0


def show(store: Any, environment: str) -> str:
    """`none` when nothing was deployed by a workflow yet."""
    try:
        return str(store.get_parameter(Name=name_of(environment))["Parameter"]["Value"])
    except store.exceptions.ParameterNotFound:
        return NEVER


def note(store: Any, environment: str, commit: str) -> None:
    store.put_parameter(Name=name_of(environment), Value=commit, Type="String", Overwrite=True)


def name_of(environment: str) -> str:
    return f"/mutoscope/{environment}/release"


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Shows or notes which commit was found well.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("show", "note"):
        verbs.add_parser(verb).add_argument("environment", choices=[*_REGIONS])
    verbs.choices["note"].add_argument("commit", type=_commit, help="all of its 40 digits")
    return parser.parse_args(arguments)


def _commit(text: str) -> str:
    if not _COMMIT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a commit's 40 digits")
    return text


if __name__ == "__main__":
    sys.exit(main())
