"""`python -m cdk.app` writes the templates of all environments to `cdk.out`; no AWS account is asked for.

Each environment stands alone: `cdk deploy 'mutoscope-dev-*'` creates one of them.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import App

from cdk.config import ENVIRONMENTS, Config
from cdk.packaging import ROOT, Packages, package
from cdk.stacks.delivery import AccountStack
from cdk.stacks.studio import build_studio


def studio_app(packages: Packages, output: Path, environments: Sequence[Config] = ENVIRONMENTS) -> App:
    # The CDK command hands over the context of cdk.json by itself; without it the templates must come out the same.
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = App(outdir=str(output), context=context, analytics_reporting=False)
    for config in environments:
        build_studio(app, config, packages)
    if any(config.repository for config in environments):
        AccountStack(app)
    return app


def main() -> None:
    output = Path(os.environ.get("CDK_OUTDIR", "cdk.out"))
    with TemporaryDirectory() as folder:
        studio_app(package(Path(folder)), output).synth()
    print(f"{', '.join(f'mutoscope-{config.name}-*' for config in ENVIRONMENTS)}: written to {output}")


if __name__ == "__main__":
    main()
