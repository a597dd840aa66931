"""The errand of a file that was announced: looked into when it has arrived, ended when it never will.

It may come twice at any time. What is kept is the very bytes that were looked into: whoever has an upload's signature
can change what lies under temp/, and nothing anywhere else.
"""

import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

from mutoscope.errors import InvalidInput, Unavailable
from mutoscope.media.announce import watch
from mutoscope.media.errand_messages import MediaErrand
from mutoscope.media.inputs import digest_file, input_key
from mutoscope.media.inspection.sandbox import Inspection, inspect
from mutoscope.media.item import ORIGINAL, MediaItem, MediaStatus, Variant, arriving, find_item
from mutoscope.media.library_types import TYPES
from mutoscope.media.refusals import Infected, OtherFamily, OtherHash, OtherSize
from mutoscope.media.refuse import drop_files, refuse
from mutoscope.observability import logger
from mutoscope.studio import Studio

LEASE_SECONDS = 300
"""Longer than the longest inspection."""
AGAIN_SECONDS = 60
"""After the scanner, the file store or the record did not answer."""
THUMBNAIL, WAVEFORM = "thumbnail", "waveform"


def look_after(studio: Studio, errand: MediaErrand) -> bool:
    """True when the errand is done; False when it has to come again."""
    item = find_item(studio.database, errand.media_id)
    if item is None:
        # Deleted, or its request died: whatever is left of it goes.
        drop_files(studio, errand.user_id, errand.media_id)
        return True
    if item.status in (MediaStatus.READY, MediaStatus.REFUSED):
        return True
    if item.status is MediaStatus.UPLOADING:
        _wait_or_end(studio, item)
        return True
    holder, lease = uuid.uuid4().hex, f"media/{item.media_id}"
    if not studio.live.take_lease(lease, holder, LEASE_SECONDS):
        return False
    try:
        _look_into(studio, item)
    except Unavailable:
        # A new message, because an old one's deliveries are counted and lead to the dead letters.
        watch(studio, item.user_id, item.media_id, delay=AGAIN_SECONDS)
        logger.warning("media left to be looked into again", media_id=item.media_id)
    finally:
        studio.live.drop_lease(lease, holder)
    return True


def watch_unfinished(studio: Studio) -> None:
    """For a studio whose queues are gone: every file that is under way is looked after again."""
    for row in studio.database.rows("unfinished_media"):
        watch(studio, row["user_id"], row["media_id"], delay=0)


def _wait_or_end(studio: Studio, item: MediaItem) -> None:
    if item.expires_at > datetime.now(UTC):
        watch(studio, item.user_id, item.media_id)
        return
    drop_files(studio, item.user_id, item.media_id)
    studio.database.row("end_upload", media_id=item.media_id)
    logger.info("upload expired", media_id=item.media_id)


def _look_into(studio: Studio, item: MediaItem) -> None:
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "upload"
        if studio.media.stat(arriving(item)) is None:
            _refuse_if_lost(studio, item)
            return
        studio.media.fetch(arriving(item), path)
        scanned = False
        try:
            digest = _checked(item, path)
            scanned = _scan(studio, item, path)
            found = inspect(path, item.name)
            _require_family(item, found)
        except InvalidInput as reason:
            refuse(studio, item, reason, scanned=scanned or isinstance(reason, Infected))
            return
        _keep(studio, item, path, digest, found, scanned=scanned)


def _refuse_if_lost(studio: Studio, item: MediaItem) -> None:
    """Nothing lies where it arrived: another one was faster, it was deleted, or the file store has lost it."""
    now = find_item(studio.database, item.media_id)
    if now is not None and now.status is MediaStatus.INSPECTING:
        refuse(studio, now, OtherSize(name=item.name, found=0, size=item.size))


def _checked(item: MediaItem, path: Path) -> str:
    """Its SHA-256. Raises OtherSize, OtherHash: it may have been replaced since it was completed."""
    size, digest = path.stat().st_size, digest_file(path)
    if size != item.size:
        raise OtherSize(name=item.name, found=size, size=item.size)
    if item.digest is not None and digest != item.digest:
        raise OtherHash(name=item.name)
    return digest


def _scan(studio: Studio, item: MediaItem, path: Path) -> bool:
    """Whether there is a scanner, which then found nothing. Raises Infected, TooLargeToScan."""
    if studio.scanner is None:
        return False
    verdict = studio.scanner.scan(path)
    if verdict.virus:
        raise Infected(name=item.name, virus=verdict.virus)
    return True


def _require_family(item: MediaItem, found: Inspection) -> None:
    family = TYPES[found.content_type].family
    if family is not item.family:
        raise OtherFamily(name=item.name, announced=item.family.value, found=family.value)


def _keep(studio: Studio, item: MediaItem, path: Path, digest: str, found: Inspection, *, scanned: bool) -> None:
    """The files first: a row that is ready has all of them."""
    studio.media.put_file(item.place + input_key(digest, item.name), path, found.content_type)
    variants = {ORIGINAL: Variant(file=item.name, content_type=found.content_type)}
    for name, content, file, kind in (
        (THUMBNAIL, found.thumbnail, "thumbnail.jpg", "image/jpeg"),
        (WAVEFORM, found.waveform, "waveform.png", "image/png"),
    ):
        if content:
            studio.media.put_bytes(item.place + file, content, kind)
            variants[name] = Variant(file=file, content_type=kind)
    kept = studio.database.row(
        "keep_media",
        media_id=item.media_id,
        family=TYPES[found.content_type].family.value,
        content_type=found.content_type,
        size=path.stat().st_size,
        digest=digest,
        facts=found.facts.model_dump(exclude_none=True),
        variants={name: each.model_dump() for name, each in variants.items()},
        scanned=scanned,
    )
    if kept is None and find_item(studio.database, item.media_id) is None:
        # It was deleted while it was looked into.
        drop_files(studio, item.user_id, item.media_id)
        return
    studio.uploads.abort_prefix(item.arriving)
    studio.media.delete_prefix(item.arriving)
    logger.info("media ready", media_id=item.media_id, content_type=found.content_type, size=item.size)
