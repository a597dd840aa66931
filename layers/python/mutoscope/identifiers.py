"""Public ids: a prefix that names the resource and a ULID, so that newer sorts after older."""

from ulid import ULID


def new_id(prefix: str) -> str:
    return f"{prefix}_{str(ULID()).lower()}"
