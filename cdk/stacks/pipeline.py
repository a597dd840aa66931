"""What makes films: the lines that work waits in, their dead letters, and the machine that sends one message per stage.

A worker holds a message by its heartbeats; the queue's own visibility only outlasts a function that has none yet.
"""

from aws_cdk import CfnOutput, Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.film_machine import film_definition
from cdk.stacks.findings import acknowledge

VISIBILITY = Duration.minutes(90)
"""Six times the function's timeout, as Lambda advises, because it may receive long before it can invoke."""
ERRAND_VISIBILITY = Duration.minutes(30)
WEBHOOK_VISIBILITY = Duration.minutes(3)
GPU_VISIBILITY = Duration.seconds(30)
"""No function takes it: a worker's heartbeats hold a message, and what a dead one held comes back soon."""
MOST_RECEIVES = 30


class PipelineStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "pipeline")
        self.dead_letters = sqs.Queue(
            self,
            "DeadLetters",
            retention_period=Duration.days(14),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            redrive_allow_policy=sqs.RedriveAllowPolicy(redrive_permission=sqs.RedrivePermission.ALLOW_ALL),
        )
        CfnOutput(self, "DeadLettersArn", value=self.dead_letters.queue_arn)
        self.work = self._queue("Work", VISIBILITY)
        self.interactive = self._queue("Interactive", VISIBILITY)
        self.batch = self._queue("Batch", VISIBILITY)
        self.errands = self._queue("Errands", ERRAND_VISIBILITY)
        self.webhooks = self._queue("Webhooks", WEBHOOK_VISIBILITY)
        self.gpu = self._queue("Gpu", GPU_VISIBILITY) if config.has_models else None
        self.film = _film(self, config, self.work)

    @property
    def lines(self) -> tuple[sqs.Queue, ...]:
        """All that work waits in, the most urgent first."""
        return (self.interactive, self.work, self.batch)

    def _queue(self, name: str, visibility: Duration) -> sqs.Queue:
        return sqs.Queue(
            self,
            name,
            visibility_timeout=visibility,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MOST_RECEIVES),
        )


def _film(scope: Construct, config: Config, work: sqs.Queue) -> stepfunctions.StateMachine:
    log = logs.LogGroup(scope, "FilmLog", retention=config.log_days, removal_policy=RemovalPolicy.DESTROY)
    machine = stepfunctions.StateMachine(
        scope,
        "Film",
        definition_body=stepfunctions.DefinitionBody.from_string(film_definition({"WorkQueueUrl": work.queue_url})),
        logs=stepfunctions.LogOptions(destination=log, level=stepfunctions.LogLevel.ALL),
        tracing_enabled=True,
    )
    machine.role.add_to_principal_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[work.queue_arn]))
    acknowledge(machine.role, "IAM5[Resource::*]", "Log delivery and X-Ray have no resource to be narrowed to.")
    return machine
