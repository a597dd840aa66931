"""A function's environment variables, spelled as `Settings` reads them."""

from aws_cdk import Aws

from cdk.packaging import ASSETS, CATALOGUE
from cdk.stacks.data import DataStack
from cdk.stacks.reach import Reach
from cdk.stacks.record import DATABASE
from mutoscope.settings import Settings


def environment(**values: str) -> dict[str, str]:
    """Variables for the named fields of `Settings`; raises KeyError for a field that it does not have."""
    prefix = Settings.model_config.get("env_prefix", "")
    unknown = values.keys() - Settings.model_fields.keys()
    if unknown:
        raise KeyError(f"Settings has no {', '.join(sorted(unknown))}")
    return {f"{prefix}{name}".upper(): value for name, value in values.items()}


def function_environment(reach: Reach) -> dict[str, str]:
    """What every function is told that runs the studio's use cases; nothing in it is secret."""
    return studio_environment(reach) | environment(catalogue=f"/opt/{CATALOGUE}", assets=f"/opt/{ASSETS}")


def answering_environment(reach: Reach) -> dict[str, str]:
    """What those are told that answer the HTTP API: they alone recognise callers, by key, token and edge."""
    return (
        function_environment(reach)
        | _links(reach)
        | pepper(reach.data)
        | environment(
            token_keys=reach.data.token_keys.secret_value.unsafe_unwrap(),
            edge_secrets=reach.data.edge_secret.secret_value.unsafe_unwrap(),
            # CloudFront notes the caller's address in X-Forwarded-For, and API Gateway CloudFront's behind it.
            proxies="2",
        )
    )


def _links(reach: Reach) -> dict[str, str]:
    """Where links to files lead, and the key that signs them, which only those can read who answer links."""
    files, secret = reach.files, reach.data.link_keys
    if files is None or secret is None:
        return {}
    return environment(
        media_url=files.url,
        link_keys=" ".join(reach.config.link_keys),
        link_key_id=files.key_id,
        link_secret_arn=secret.secret_arn,
    )


def pepper(data: DataStack) -> dict[str, str]:
    """For whoever digests keys and makes tokens.

    CloudFormation fills it in at deployment, so that it stands in no template and in no asset.
    """
    return environment(key_pepper=data.key_pepper.secret_value.unsafe_unwrap())


def studio_environment(reach: Reach) -> dict[str, str]:
    """What all code of the studio is told of its environment, with nothing in it that is secret."""
    config, data, pipeline = reach.config, reach.data, reach.pipeline
    return environment(
        aws_region=Aws.REGION,
        database_resource_arn=data.record.cluster.cluster_arn,
        database_secret_arn=data.record.secret_arn,
        database_name=DATABASE,
        bucket=reach.bucket.bucket_name,
        live_table=data.live.table_name,
        socket_url=reach.sockets.posting_url,
        tells_at_once="true",
        environment=config.name,
        emits_metrics="true",
        work_queue=pipeline.work.queue_name,
        interactive_queue=pipeline.interactive.queue_name,
        batch_queue=pipeline.batch.queue_name,
        rings_workers="false",
        errand_queue=pipeline.errands.queue_name,
        webhook_queue=pipeline.webhooks.queue_name,
        film_state_machine=pipeline.film.state_machine_arn,
        secure_cookies="true",
        mail_delivery="ses",
        mail_from=config.mail_from,
        web_url=config.web_url,
        kms_key=data.sealing_key.key_arn,
        media_delivery="redirect",
        wait_seconds="25",
        gpu_queue=pipeline.gpu.queue_name if pipeline.gpu else "",
        fleet_group=config.fleet,
        fleet_most=str(config.most_instances),
    )
