"""One of the stacks that an environment is made of, `mutoscope-<environment>-<part>`, with its tags.

A stack may read what an earlier one made and never changes it, so that none waits for another in a circle.
"""

from aws_cdk import Environment, Stack, Tags
from constructs import Construct

from cdk.config import Config


class EnvironmentStack(Stack):
    def __init__(self, scope: Construct, config: Config, part: str) -> None:
        super().__init__(
            scope,
            f"mutoscope-{config.name}-{part}",
            env=Environment(region=config.region),
            termination_protection=config.keeps_data,
        )
        Tags.of(self).add("product", "mutoscope")
        Tags.of(self).add("environment", config.name)
