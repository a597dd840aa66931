"""How large a function is and how long it may take, by what it does."""

from dataclasses import dataclass

from aws_cdk import Duration, Size


@dataclass(frozen=True)
class Shape:
    memory: int
    disk: Size
    timeout: Duration


API = Shape(memory=512, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""The HTTP API gives up after 30 seconds, so an answer that takes longer reaches nobody."""
UPLOAD = Shape(memory=2048, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""What comes as a body is looked into at once, by a process that may take a gigabyte."""
LOG_IN = Shape(memory=1024, disk=Size.mebibytes(512), timeout=Duration.seconds(29))
"""The digest of a password is made to take a core's time: at 512 MB there is a third of one."""
ERRAND = Shape(memory=2048, disk=Size.gibibytes(4), timeout=Duration.minutes(5))
"""The largest film is brought to its disk to be looked into, by a process that may take a gigabyte."""
WEBHOOK = Shape(memory=512, disk=Size.mebibytes(512), timeout=Duration.seconds(30))
"""A try takes ten seconds at most, and its two statements a few more when the database has to wake."""
STAGE = Shape(memory=3008, disk=Size.gibibytes(4), timeout=Duration.minutes(15))
"""Lambda gives CPU by memory: at 3,008 MB a little under two cores for the renderer."""
LOOK = Shape(memory=256, disk=Size.mebibytes(512), timeout=Duration.seconds(30))
