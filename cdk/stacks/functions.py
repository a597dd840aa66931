"""The Lambda functions of one stack, by name, over layers that are the stack's own."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.packaging import Packages
from cdk.stacks.environment import function_environment
from cdk.stacks.grants.permission import Ability
from cdk.stacks.layers import layers_of
from cdk.stacks.reach import Reach
from cdk.stacks.shape import Shape
from cdk.stacks.studio_function import StudioFunction


class Functions(Construct):
    def __init__(self, scope: Construct, packages: Packages, reach: Reach) -> None:
        super().__init__(scope, "Functions")
        self.by_name: dict[str, lambda_.Function] = {}
        self._packages = packages
        self._reach = reach
        self._values = function_environment(reach)

    def add(self, name: str, shape: Shape, *abilities: Ability) -> lambda_.Function:
        """A function may do what its abilities say, and nothing else."""
        made = StudioFunction(
            self,
            name,
            self._reach.config,
            shape,
            source=self._packages.functions[name],
            layers=layers_of(self, self._packages, name),
            values=self._values,
        )
        for allow in abilities:
            allow(made.role, self._reach)
        self.by_name[name] = made.function
        return made.function
