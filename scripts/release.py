"""Which commit of an environment was deployed last and found well: `release.py show dev`, `release.py note dev COMMIT`.

A workflow that fails goes back to it.
"""

import re
import sys
from typing import Any

import boto3

NEVER = "none"
_COMMIT = re.compile(r"[0-9a-f]{40}")


def main(arguments: list[str]) -> int:
    store = boto3.client("ssm")
    match arguments:
        case ["show", environment]:
            print(show(store, environment))
        case ["note", environment, commit] if _COMMIT.fullmatch(commit):
            note(store, environment, commit)
        case _:
            print("Error: say `show ENV`, or `note ENV COMMIT` with a commit's 40 digits.", file=sys.stderr)
            return 2
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
