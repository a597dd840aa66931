"""Every example of docs/clients.md runs as it stands there, with the client that its block names.

A block that begins with ```python is Python for the environment with all clients; ```python openai-1 puts an older
major of OpenAI's client in front. A block that ends with `# prints: ...` prints that.
"""

import re
from pathlib import Path

import pytest

from tests.clients.conftest import RunClient

PAGE = (Path(__file__).parents[2] / "docs" / "clients.md").read_text()
BLOCK = re.compile(r"^```python(?P<flavour>[^\n]*)\n(?P<script>.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [(match["flavour"].strip(), match["script"]) for match in BLOCK.finditer(PAGE)]
PRINTS = re.compile(r"^# prints: (?P<text>.*)$", re.MULTILINE)


def _title(example: tuple[str, str]) -> str:
    """The last headline above the block, for the test's name."""
    above = PAGE[: PAGE.index(example[1])]
    headlines: list[str] = re.findall(r"^#+ (.*)$", above, re.MULTILINE)
    return headlines[-1].lower().replace(" ", "-")


@pytest.mark.parametrize("example", EXAMPLES, ids=_title)
def test_an_example_runs_as_it_stands(run_client: RunClient, example: tuple[str, str]) -> None:
    flavour, script = example

    printed = run_client(script, openai_1=flavour == "openai-1")

    expected = [match["text"] for match in PRINTS.finditer(script)]
    assert [line for line in printed.splitlines() if line in expected] == expected


def test_there_are_examples() -> None:
    assert EXAMPLES
