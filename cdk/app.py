"""`python -m cdk.app` writes the templates of all environments to `cdk.out`; no AWS account is asked for.

Each environment stands alone: `cdk deploy 'mutoscope-dev-*'` creates one of them.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import App

from cdk.commit import commit_here
from cdk.config import ENVIRONMENTS, Config
from cdk.packaging import ROOT, Packages, package
from cdk.packaging_archive import PYTHON, lambdas_python
from cdk.stacks.delivery import AccountStack
from cdk.stacks.studio import build_studio


def studio_app(
    packages: Packages, output: Path, environments: Sequence[Config] = ENVIRONMENTS, *, commit: str = ""
) -> App:
    context = _context()
    app = App(outdir=str(output), context=context, analytics_reporting=False)
    models = context.get("models") == "true"
    for config in environments:
        build_studio(app, replace(config, has_models=config.has_models or models, commit=commit), packages)
    if delivered := [config for config in environments if config.repository]:
        AccountStack(app, delivered[0].region)
    return app


def _context() -> dict[str, object]:
    """The command hands over cdk.json's and what `-c` says; without it the templates must come out the same."""
    said: dict[str, object] = json.loads(os.environ.get("CDK_CONTEXT_JSON", "{}"))
    return json.loads((ROOT / "cdk.json").read_text())["context"] | said


def main() -> None:
    output = Path(os.environ.get("CDK_OUTDIR", "cdk.out"))
    with TemporaryDirectory() as folder:
        packages = package(Path(folder), lambdas_python())
        studio_app(packages, output, commit=commit_here()).synth()
    print(f"{', '.join(f'mutoscope-{config.name}-*' for config in ENVIRONMENTS)}: written to {output}")
    if not packages.is_whole:
        print(f"Not fit to be deployed: that needs `make package`, and Python {PYTHON}, which Lambda runs, at hand.")


if __name__ == "__main__":
    main()
