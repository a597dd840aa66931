"""Files of people: taken in, kept, shown, and gone with what they belong to."""

from aws_cdk import aws_iam as iam

from cdk.stacks.grants.permission import allow, allow_files, allow_listing
from cdk.stacks.reach import Reach


def allow_keeping_films(role: iam.Role, reach: Reach) -> None:
    """A film's document comes in, its edited script is kept as a stage, and a deleted film takes its files along."""
    allow_listing(role, reach)
    allow_files(role, reach, "s3:GetObject", "stages")
    allow_files(role, reach, "s3:PutObject", "inputs", "stages")
    allow_files(role, reach, "s3:DeleteObject", "inputs", "outputs")


def allow_taking_files(role: iam.Role, reach: Reach) -> None:
    """A file of one's own is checked, then stored, unless it is there already; references can be deleted as well."""
    allow_listing(role, reach)
    allow_files(role, reach, "s3:GetObject", "inputs", "references")
    allow_files(role, reach, "s3:PutObject", "inputs", "references")
    allow_files(role, reach, "s3:AbortMultipartUpload", "inputs", "references")
    allow_files(role, reach, "s3:DeleteObject", "references")


def allow_watching(role: iam.Role, reach: Reach) -> None:
    """What a stage shows of its result before the rest is there."""
    allow_files(role, reach, "s3:GetObject", "temp")


def allow_keeping_files(role: iam.Role, reach: Reach) -> None:
    """A file is looked into, stored under its id, signed to be fetched, and goes with its folder."""
    allow_listing(role, reach)
    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"):
        allow_files(role, reach, action, "inputs")


def allow_keeping_inputs(role: iam.Role, reach: Reach) -> None:
    """A file that comes with an order is checked and kept as an input."""
    allow_files(role, reach, "s3:PutObject", "inputs")
    allow_files(role, reach, "s3:AbortMultipartUpload", "inputs")


def allow_keeping_sheets(role: iam.Role, reach: Reach) -> None:
    """A film gets its sheets of pictures beside itself."""
    allow_files(role, reach, "s3:PutObject", "outputs")
    allow_files(role, reach, "s3:AbortMultipartUpload", "outputs")


def allow_keeping_media(role: iam.Role, reach: Reach) -> None:
    """Uploads are signed and joined, kept files fetched and deleted; looking into them is an errand."""
    reach.pipeline.errands.grant_send_messages(role)
    allow(role, reach.bucket.bucket_arn, "s3:ListBucketMultipartUploads")
    allow_files(role, reach, "s3:GetObject", "outputs", "temp")
    allow_files(role, reach, "s3:PutObject", "temp")
    allow_files(role, reach, "s3:DeleteObject", "inputs", "temp")
    allow_files(role, reach, "s3:AbortMultipartUpload", "temp")
    allow_files(role, reach, "s3:ListMultipartUploadParts", "temp")


def allow_looking_into_files(role: iam.Role, reach: Reach) -> None:
    """What has arrived is read, and kept where it belongs."""
    allow_files(role, reach, "s3:GetObject", "temp")
    allow_files(role, reach, "s3:PutObject", "inputs")
    allow_files(role, reach, "s3:AbortMultipartUpload", "inputs")
