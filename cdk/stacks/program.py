"""What a Lambda function runs: an archive over layers, or a container image where it takes more than layers hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_lambda as lambda_

from cdk.images import STAGE_DOCKERFILE
from cdk.stacks.layers import RUNTIME


@dataclass(frozen=True)
class Program:
    code: lambda_.Code
    handler: str
    runtime: lambda_.Runtime
    layers: Sequence[lambda_.ILayerVersion] = ()


def archived(name: str, folder: Path, layers: Sequence[lambda_.ILayerVersion]) -> Program:
    return Program(lambda_.Code.from_asset(str(folder)), _handler(name), RUNTIME, layers)


def contained(name: str, folder: Path) -> Program:
    """Built where it is deployed; a synthesis only sees whether the folder would make another image."""
    arm = ecr_assets.Platform.LINUX_ARM64
    code = lambda_.Code.from_asset_image(str(folder), file=STAGE_DOCKERFILE, platform=arm, cmd=[_handler(name)])
    return Program(code, lambda_.Handler.FROM_IMAGE, lambda_.Runtime.FROM_IMAGE)


def _handler(name: str) -> str:
    return f"functions.{name}.handler.handler"
