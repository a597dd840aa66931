"""The functions behind the HTTP API: how large each is, and what it may do besides answering who calls.

Each gives up before the API does.
"""

from cdk.stacks.grants.accounts import allow_keeping_accounts
from cdk.stacks.grants.data import allow_recognising, allow_recording, allow_sealing
from cdk.stacks.grants.files import (
    allow_keeping_files,
    allow_keeping_films,
    allow_keeping_inputs,
    allow_keeping_media,
    allow_keeping_sheets,
    allow_taking_files,
    allow_watching,
)
from cdk.stacks.grants.jobs import (
    allow_keeping_batches,
    allow_ordering,
    allow_posting,
    allow_quoting,
    allow_telling,
)
from cdk.stacks.grants.links import allow_linking
from cdk.stacks.grants.permission import Ability
from cdk.stacks.shape import API, LOG_IN, UPLOAD, Shape

ANSWERING: tuple[Ability, ...] = (allow_recording, allow_recognising, allow_posting)
"""Whoever orders or ends a job tells those who follow it, and new functions behind the API mostly do."""

API_FUNCTIONS: dict[str, tuple[Shape, tuple[Ability, ...]]] = {
    "films": (API, (allow_ordering, allow_keeping_films, allow_linking, allow_telling)),
    "jobs": (API, (allow_ordering, allow_quoting, allow_linking, allow_telling)),
    "progress": (API, ()),
    "media": (UPLOAD, (allow_taking_files, allow_keeping_media, allow_linking)),
    "credits": (API, (allow_quoting, allow_telling)),
    "projects": (API, (allow_ordering, allow_keeping_films, allow_quoting, allow_telling)),
    "admin": (API, ()),
    "users": (LOG_IN, (allow_sealing, allow_keeping_accounts, allow_telling)),
    "files": (UPLOAD, (allow_keeping_files, allow_linking)),
    "batches": (API, (allow_keeping_batches,)),
    "videos": (
        UPLOAD,
        (
            allow_ordering,
            allow_quoting,
            allow_keeping_films,
            allow_taking_files,
            allow_keeping_sheets,
            allow_linking,
            allow_telling,
        ),
    ),
    "webhooks": (API, (allow_sealing, allow_telling)),
    "audio": (UPLOAD, (allow_ordering, allow_quoting, allow_keeping_inputs, allow_linking)),
    "images": (UPLOAD, (allow_ordering, allow_quoting, allow_keeping_inputs, allow_watching, allow_linking)),
    "models": (API, ()),
    "replicate": (
        UPLOAD,
        (
            allow_ordering,
            allow_quoting,
            allow_sealing,
            allow_keeping_files,
            allow_keeping_inputs,
            allow_linking,
            allow_telling,
        ),
    ),
    "elevenlabs": (API, (allow_ordering, allow_quoting, allow_sealing, allow_linking)),
    "documents": (
        LOG_IN,
        (
            allow_ordering,
            allow_quoting,
            allow_sealing,
            allow_keeping_films,
            allow_keeping_batches,
            allow_keeping_accounts,
        ),
    ),
}
