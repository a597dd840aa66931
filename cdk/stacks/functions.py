"""The Lambda functions of one stack, by name, over layers that are the stack's own."""

from collections.abc import Mapping
from types import MappingProxyType

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.packaging import CONTAINED, Packages
from cdk.stacks.environment import function_environment
from cdk.stacks.grants.permission import Ability
from cdk.stacks.layers import layers_of
from cdk.stacks.program import Program, archived, contained
from cdk.stacks.reach import Reach
from cdk.stacks.shape import Shape
from cdk.stacks.studio_function import StudioFunction


class Functions(Construct):
    def __init__(
        self, scope: Construct, packages: Packages, reach: Reach, values: Mapping[str, str] | None = None
    ) -> None:
        """`values` is what all of them are told, where it is not what stages need."""
        super().__init__(scope, "Functions")
        self.by_name: dict[str, lambda_.Function] = {}
        self._packages = packages
        self._reach = reach
        self._values = function_environment(reach) if values is None else values

    def add(
        self, name: str, shape: Shape, *abilities: Ability, secrets: Mapping[str, str] = MappingProxyType({})
    ) -> lambda_.Function:
        """A function may do what its abilities say, and nothing else; `secrets` are told to it alone."""
        made = StudioFunction(
            self, name, self._reach.config, shape, program=self._program(name), values={**self._values, **secrets}
        )
        for allow in abilities:
            allow(made.role, self._reach)
        self.by_name[name] = made.function
        return made.function

    def _program(self, name: str) -> Program:
        if self._reach.config.has_containers and name in CONTAINED:
            return contained(name, self._packages.stages)
        return archived(name, self._packages.functions[name], layers_of(self, self._packages, name))
