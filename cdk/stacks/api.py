"""What is asked from outside: the HTTP API, live connections, and the functions that answer both."""

from constructs import Construct

from cdk.config import Config
from cdk.packaging import Packages
from cdk.stacks.api_functions import ANSWERING, API_FUNCTIONS
from cdk.stacks.data import DataStack
from cdk.stacks.environment import answering_environment, environment
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.functions import Functions
from cdk.stacks.http_api import LIVE, StudioHttpApi
from cdk.stacks.media import MediaStack
from cdk.stacks.pipeline import PipelineStack
from cdk.stacks.reach import Reach
from cdk.stacks.routes import ROUTES
from cdk.stacks.sockets import Sockets

HEALTH = next(name for name, paths in ROUTES.items() if "/health" in paths)
"""The function that answers /health."""


class ApiStack(EnvironmentStack):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        packages: Packages,
        data: DataStack,
        media: MediaStack,
        pipeline: PipelineStack,
    ) -> None:
        super().__init__(scope, config, "api")
        self.sockets = Sockets(self, config)
        self.reach = Reach(config, data, media.bucket, pipeline, self.sockets, media.edge)
        """What the functions here can be let at, and those of later stacks."""
        self.functions = Functions(self, packages, self.reach, answering_environment(self.reach))
        for name, (shape, abilities) in API_FUNCTIONS.items():
            self.functions.add(name, shape, *ANSWERING, *abilities)
        self._say_commit(config)
        self.http = StudioHttpApi(self, config, self.functions.by_name)
        self.sockets.lead_to(self.http.answering[LIVE])

    def _say_commit(self, config: Config) -> None:
        """One function is told: all others stay as they are when a deployment changes nothing of theirs."""
        for variable, value in environment(commit=config.commit).items():
            self.functions.by_name[HEALTH].add_environment(variable, value)
