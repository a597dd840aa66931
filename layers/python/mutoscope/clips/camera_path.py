"""The ways that a camera goes before a picture with depth."""

from enum import StrEnum


class Path(StrEnum):
    """How the camera goes."""

    ORBIT = "orbit"  # round in front of the picture
    SLIDE = "slide"  # from left to right
    PUSH = "push"  # into it
