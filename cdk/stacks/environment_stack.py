"""One of the stacks that an environment is made of, `mutoscope-<environment>-<part>`, with its tags.

A stack may read what an earlier one made and never changes it, so that none waits for another in a circle.
"""

from aws_cdk import Environment, Stack, Tags
from constructs import Construct

from cdk.config import Config

GLOBAL = "us-east-1"
"""Where AWS has what belongs to no region."""


class EnvironmentStack(Stack):
    def __init__(self, scope: Construct, config: Config, part: str, *, region: str | None = None) -> None:
        """`region` is for what AWS has in one region alone; a stack of another region may still read it."""
        super().__init__(
            scope,
            f"mutoscope-{config.name}-{part}",
            env=Environment(region=region or config.region),
            cross_region_references=config.region != GLOBAL,
            termination_protection=config.keeps_data,
        )
        Tags.of(self).add("product", "mutoscope")
        Tags.of(self).add("environment", config.name)
