"""The Lambda functions: those behind the HTTP API, and one that works the queue; each may do what its code does.

What is set in their environment are fields of `Settings`, by their names.
"""

from aws_cdk import Aws, Duration, Size
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from constructs import Construct

from cdk.config import Config
from cdk.packaging import CATALOGUE, Packages
from cdk.stacks.data import Data
from cdk.stacks.environment import environment
from cdk.stacks.fleet_scaler import FleetScaler
from cdk.stacks.grants import (
    allow_advancing_batches,
    allow_delivering,
    allow_errands,
    allow_keeping_accounts,
    allow_keeping_batches,
    allow_keeping_files,
    allow_keeping_films,
    allow_keeping_inputs,
    allow_keeping_media,
    allow_keeping_videos,
    allow_ordering,
    allow_posting,
    allow_quoting,
    allow_recognising,
    allow_recording,
    allow_sealing,
    allow_taking_files,
    allow_telling,
    allow_unsealing,
    allow_watching,
    allow_working,
)
from cdk.stacks.pipeline import ERRAND_TIMEOUT, STAGE_TIMEOUT, WEBHOOK_TIMEOUT, Pipeline
from cdk.stacks.record import DATABASE
from cdk.stacks.sockets import Sockets
from cdk.stacks.studio_function import RUNTIME, Shape, StudioFunction

API = Shape(memory=512, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""The HTTP API gives up after 30 seconds, so an answer that takes longer reaches nobody."""
UPLOAD = Shape(memory=2048, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""What comes as a body is looked into at once, by a process that may take a gigabyte."""
LOG_IN = Shape(memory=1024, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""The digest of a password is made to take a core's time: at 512 MB there is a third of one."""
ERRAND = Shape(memory=2048, disk=Size.gibibytes(4), timeout=ERRAND_TIMEOUT)
"""The largest film is brought to its disk to be looked into, by a process that may take a gigabyte."""
WEBHOOK = Shape(memory=512, disk=Size.mebibytes(512), timeout=WEBHOOK_TIMEOUT)
STAGE = Shape(memory=3008, disk=Size.gibibytes(4), timeout=STAGE_TIMEOUT)
"""Lambda gives CPU by memory: at 3,008 MB a little under two cores for the renderer."""


class Functions(Construct):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        packages: Packages,
        data: Data,
        pipeline: Pipeline,
        sockets: Sockets,
    ) -> None:
        super().__init__(scope, "Functions")
        layer = _layer(self, packages)
        values = _settings(config, data, pipeline, sockets)

        def function(name: str, shape: Shape) -> lambda_.Function:
            source = packages.functions[name]
            made = StudioFunction(self, name, config, shape, source=source, layer=layer, values=values).function
            allow_recording(made, data)
            return made

        self.films = function("films", API)
        self.jobs = function("jobs", API)
        self.progress = function("progress", API)
        self.media = function("media", UPLOAD)
        self.credits = function("credits", API)
        self.projects = function("projects", API)
        self.admin = function("admin", API)
        self.users = function("users", LOG_IN)
        self.files = function("files", UPLOAD)
        self.batches = function("batches", API)
        self.videos = function("videos", UPLOAD)
        self.webhooks = function("webhooks", API)
        self.audio = function("audio", UPLOAD)
        self.images = function("images", UPLOAD)
        self.models = function("models", API)
        self.replicate = function("replicate", UPLOAD)
        self.elevenlabs = function("elevenlabs", API)
        self.documents = function("documents", LOG_IN)
        self.run_stage = function("run_stage", STAGE)
        api = (
            self.films,
            self.jobs,
            self.progress,
            self.projects,
            self.media,
            self.credits,
            self.admin,
            self.users,
            self.webhooks,
            self.files,
            self.batches,
            self.videos,
            self.audio,
            self.images,
            self.models,
            self.replicate,
            self.elevenlabs,
            self.documents,
        )
        for each in api:
            allow_recognising(each, data)
        allow_ordering(self.audio, data, pipeline)
        allow_quoting(self.audio, data)
        allow_keeping_inputs(self.audio, data)
        allow_ordering(self.images, data, pipeline)
        allow_quoting(self.images, data)
        allow_keeping_inputs(self.images, data)
        allow_watching(self.images, data)
        for each in (self.replicate, self.elevenlabs, self.documents):
            allow_ordering(each, data, pipeline)
            allow_quoting(each, data)
            allow_sealing(each, data)
        allow_keeping_files(self.replicate, data)
        allow_keeping_inputs(self.replicate, data)
        allow_keeping_films(self.documents, data)
        allow_keeping_batches(self.documents, data, pipeline)
        allow_keeping_accounts(self.documents, data, pipeline)
        allow_ordering(self.jobs, data, pipeline)
        allow_ordering(self.films, data, pipeline)
        allow_keeping_films(self.films, data)
        allow_ordering(self.projects, data, pipeline)
        allow_keeping_films(self.projects, data)
        allow_quoting(self.projects, data)
        allow_quoting(self.jobs, data)
        allow_quoting(self.credits, data)
        allow_taking_files(self.media, data)
        allow_keeping_media(self.media, data, pipeline)
        allow_keeping_files(self.files, data)
        allow_keeping_batches(self.batches, data, pipeline)
        allow_keeping_videos(self.videos, data, pipeline)
        allow_sealing(self.users, data)
        allow_sealing(self.webhooks, data)
        allow_keeping_accounts(self.users, data, pipeline)
        self.run_errand = function("run_errand", ERRAND)
        allow_errands(self.run_errand, data, pipeline, config)
        allow_advancing_batches(self.run_errand, data, pipeline)
        self.run_errand.add_event_source(
            event_sources.SqsEventSource(pipeline.errands, batch_size=1, report_batch_item_failures=True)
        )
        self.deliver_webhook = function("deliver_webhook", WEBHOOK)
        allow_delivering(self.deliver_webhook, pipeline)
        allow_unsealing(self.deliver_webhook, data)
        self.deliver_webhook.add_event_source(
            event_sources.SqsEventSource(
                pipeline.webhooks, batch_size=1, report_batch_item_failures=True, max_concurrency=config.most_deliveries
            )
        )
        ending_jobs = (
            self.films,
            self.jobs,
            self.projects,
            self.credits,
            self.users,
            self.videos,
            self.run_errand,
            self.run_stage,
        )
        for each in (*ending_jobs, self.webhooks):
            allow_telling(each, pipeline)
        # Whoever orders or ends a job tells those who follow it, and new functions behind the API mostly do.
        for each in (*api, self.run_errand, self.run_stage):
            allow_posting(each, data, sockets.api)
        allow_working(self.run_stage, data, pipeline)
        allow_unsealing(self.run_stage, data)
        # Each line has takers of its own, so that none waits for another: batches have a quarter of them.
        for line in pipeline.lines:
            most = config.most_workers // 4 if line is pipeline.batch else config.most_workers
            self.run_stage.add_event_source(
                event_sources.SqsEventSource(line, batch_size=1, report_batch_item_failures=True, max_concurrency=most)
            )
        if pipeline.gpu is not None:
            source = packages.functions["scale_fleet"]
            FleetScaler(self, config, data, pipeline.gpu, source=source, layer=layer, values=values)


def _layer(scope: Construct, packages: Packages) -> lambda_.LayerVersion:
    return lambda_.LayerVersion(
        scope,
        "Layer",
        description="The mutoscope package",
        code=lambda_.Code.from_asset(str(packages.layer)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[lambda_.Architecture.ARM_64],
    )


def _settings(config: Config, data: Data, pipeline: Pipeline, sockets: Sockets) -> dict[str, str]:
    return environment(
        aws_region=Aws.REGION,
        database_resource_arn=data.record.cluster.cluster_arn,
        database_secret_arn=data.record.secret_arn,
        database_name=DATABASE,
        bucket=data.media.bucket_name,
        live_table=data.live.table_name,
        socket_url=sockets.posting_url,
        tells_at_once="true",
        work_queue=pipeline.work.queue_name,
        interactive_queue=pipeline.interactive.queue_name,
        batch_queue=pipeline.batch.queue_name,
        rings_workers="false",
        errand_queue=pipeline.errands.queue_name,
        webhook_queue=pipeline.webhooks.queue_name,
        film_state_machine=pipeline.film.state_machine_arn,
        # CloudFormation fills it in at deployment, so the pepper stands in no template and in no asset.
        key_pepper=data.key_pepper.secret_value.unsafe_unwrap(),
        token_keys=data.token_keys.secret_value.unsafe_unwrap(),
        secure_cookies="true",
        mail_delivery="ses",
        mail_from=config.mail_from,
        web_url=config.web_url,
        kms_key=data.sealing_key.key_arn,
        media_delivery="redirect",
        wait_seconds="25",
        catalogue=f"/opt/{CATALOGUE}",
        gpu_queue=pipeline.gpu.queue_name if pipeline.gpu else "",
        fleet_group=config.fleet,
        fleet_most=str(config.most_instances),
    )
