"""The layers of a function, each made once in a stack: our package, and the libraries that the function needs.

None is shared between stacks: each deployment makes new ones, and what another stack uses cannot be replaced.
"""

from pathlib import Path

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.packaging import Packages, libraries_of
from cdk.packaging_archive import PYTHON
from cdk.packaging_libraries import LAYERS

RUNTIME = lambda_.Runtime(f"python{PYTHON}", lambda_.RuntimeFamily.PYTHON)


def layers_of(scope: Construct, packages: Packages, function: str) -> list[lambda_.ILayerVersion]:
    """`scope` is the construct under which the stack's layers lie."""
    own = _layer(scope, "Layer", packages.layer, "The mutoscope package")
    names = libraries_of(function)
    return [
        own,
        *(_layer(scope, f"{name}-layer", packages.libraries[name], LAYERS[name].description) for name in names),
    ]


def _layer(scope: Construct, id: str, content: Path, description: str) -> lambda_.ILayerVersion:
    made = scope.node.try_find_child(id)
    if isinstance(made, lambda_.LayerVersion):
        return made
    return lambda_.LayerVersion(
        scope,
        id,
        description=description,
        code=lambda_.Code.from_asset(str(content)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[lambda_.Architecture.ARM_64],
    )
