import subprocess
import sys
from pathlib import Path

from cdk.packaging import ROOT


def test_cfn_lint_has_nothing_to_say(assembly: Path) -> None:
    """Of prod, which has every stack, and of what is of another shape in dev."""
    parts = ["prod-*", "dev-network", "dev-data", "dev-media"]
    found = [str(path) for part in parts for path in assembly.glob(f"mutoscope-{part}.template.json")]

    command = Path(sys.executable).with_name("cfn-lint")
    said = subprocess.run([command, "--", *found], cwd=ROOT, capture_output=True, text=True)

    assert len(found) >= 10
    assert said.stdout + said.stderr == ""
    assert said.returncode == 0
