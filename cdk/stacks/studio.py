"""The studio of one environment: its data, the pipeline that makes films, and the HTTP interface before them."""

from aws_cdk import Environment, RemovalPolicy, Stack, Tags
from constructs import Construct

from cdk.config import Config
from cdk.packaging import Packages
from cdk.stacks.api import Api
from cdk.stacks.data import Data
from cdk.stacks.functions import Functions
from cdk.stacks.pipeline import Pipeline
from cdk.stacks.sockets import Sockets


class StudioStack(Stack):
    def __init__(self, scope: Construct, config: Config, packages: Packages, *, env: Environment) -> None:
        super().__init__(scope, f"mutoscope-{config.name}", env=env, termination_protection=config.keeps_data)
        kept = RemovalPolicy.RETAIN if config.keeps_data else RemovalPolicy.DESTROY
        self.data = Data(self, config, kept)
        self.pipeline = Pipeline(self, config)
        self.sockets = Sockets(self, config)
        self.functions = Functions(self, config, packages, self.data, self.pipeline, self.sockets)
        self.sockets.lead_to(self.functions.progress)
        self.api = Api(self, config, self.functions)
        Tags.of(self).add("product", "mutoscope")
        Tags.of(self).add("environment", config.name)
