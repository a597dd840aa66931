"""What the studio's own code can be let at: made by earlier stacks, handed to whatever runs that code."""

from dataclasses import dataclass

from aws_cdk import aws_s3 as s3

from cdk.config import Config
from cdk.stacks.data import DataStack
from cdk.stacks.files_edge import FilesEdge
from cdk.stacks.pipeline import PipelineStack
from cdk.stacks.sockets import Sockets


@dataclass(frozen=True)
class Reach:
    config: Config
    data: DataStack
    bucket: s3.Bucket
    pipeline: PipelineStack
    sockets: Sockets
    files: FilesEdge | None
    """What links to files lead to, where it is not the bucket."""
