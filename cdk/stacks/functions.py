"""The Lambda functions of one stack, by name, over a layer that is the stack's own.

The layer is not shared between stacks: each deployment makes a new one, and what another stack uses cannot be replaced.
"""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.packaging import Packages
from cdk.stacks.environment import function_environment
from cdk.stacks.grants.permission import Ability
from cdk.stacks.reach import Reach
from cdk.stacks.shape import Shape
from cdk.stacks.studio_function import RUNTIME, StudioFunction


class Functions(Construct):
    def __init__(self, scope: Construct, packages: Packages, reach: Reach) -> None:
        super().__init__(scope, "Functions")
        self.by_name: dict[str, lambda_.Function] = {}
        self._packages = packages
        self._reach = reach
        self._values = function_environment(reach)
        self._layer = studio_layer(self, packages)

    def add(self, name: str, shape: Shape, *abilities: Ability) -> lambda_.Function:
        """A function may do what its abilities say, and nothing else."""
        made = StudioFunction(
            self,
            name,
            self._reach.config,
            shape,
            source=self._packages.functions[name],
            layer=self._layer,
            values=self._values,
        )
        for allow in abilities:
            allow(made.role, self._reach)
        self.by_name[name] = made.function
        return made.function


def studio_layer(scope: Construct, packages: Packages) -> lambda_.LayerVersion:
    return lambda_.LayerVersion(
        scope,
        "Layer",
        description="The mutoscope package",
        code=lambda_.Code.from_asset(str(packages.layer)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[lambda_.Architecture.ARM_64],
    )
