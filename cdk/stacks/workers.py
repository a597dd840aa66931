"""The functions that take queues: stages of jobs, errands, and deliveries of webhooks.

Each line of work has takers of its own, so that none waits for another: batches have a quarter of them.
"""

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.packaging import Packages
from cdk.stacks.environment import pepper
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.functions import Functions
from cdk.stacks.grants.accounts import allow_errands
from cdk.stacks.grants.data import allow_recording, allow_unsealing
from cdk.stacks.grants.jobs import allow_advancing_batches, allow_posting, allow_telling
from cdk.stacks.grants.work import allow_delivering, allow_working
from cdk.stacks.reach import Reach
from cdk.stacks.shape import ERRAND, STAGE, WEBHOOK


class WorkersStack(EnvironmentStack):
    def __init__(self, scope: Construct, packages: Packages, reach: Reach) -> None:
        config, pipeline = reach.config, reach.pipeline
        super().__init__(scope, config, "workers")
        self.functions = Functions(self, packages, reach)
        stages = (allow_recording, allow_working, allow_unsealing, allow_telling, allow_posting)
        self.run_stage = self.functions.add("run_stage", STAGE, *stages)
        errands = (allow_recording, allow_errands, allow_advancing_batches, allow_telling, allow_posting)
        # The links of its letters are made with the pepper.
        self.run_errand = self.functions.add("run_errand", ERRAND, *errands, secrets=pepper(reach.data))
        deliveries = (allow_recording, allow_delivering, allow_unsealing)
        self.deliver_webhook = self.functions.add("deliver_webhook", WEBHOOK, *deliveries)
        for line in pipeline.lines:
            _take(line, self.run_stage, config.most_workers // 4 if line is pipeline.batch else config.most_workers)
        _take(pipeline.errands, self.run_errand)
        _take(pipeline.webhooks, self.deliver_webhook, config.most_deliveries)


def _take(queue: sqs.Queue, function: lambda_.Function, most: int | None = None) -> None:
    made = function.node.default_child
    assert isinstance(made, lambda_.CfnFunction)
    # Lambda ends a chain of sixteen messages as a loop; a batch, or a webhook that is tried for hours, is longer.
    made.recursive_loop = "Allow"
    function.add_event_source(
        event_sources.SqsEventSource(queue, batch_size=1, report_batch_item_failures=True, max_concurrency=most)
    )
