"""Finished stages in the file store: `stages/{user}/{key}/`, never shared between users; no other index."""

import mimetypes
from pathlib import Path

from mutoscope.errors import Unavailable
from mutoscope.ports import Media
from mutoscope.stages.stage import Record, StoredFileFacts

_TYPES = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mid": "audio/midi",
    ".opus": "audio/ogg",
    ".pcm": "audio/pcm",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".wav": "audio/wav",
    ".webp": "image/webp",
}


def prefix(user_id: str, key: str) -> str:
    return f"stages/{user_id}/{key}/"


def find_record(media: Media, user_id: str, key: str) -> Record | None:
    content = media.get_bytes(prefix(user_id, key) + "result.json")
    return Record.model_validate_json(content) if content else None


def read_record(media: Media, user_id: str, key: str) -> Record:
    record = find_record(media, user_id, key)
    if record is None:
        # It was there when the next stage was sent: the retry runs the build from the stage that is missing.
        raise Unavailable(what=f"The stored result {key[:12]}")
    return record


def save_files(media: Media, user_id: str, key: str, folder: Path) -> tuple[StoredFileFacts, ...]:
    stored = []
    for path in sorted(folder.iterdir()):
        media.put_file(prefix(user_id, key) + path.name, path, content_type(path.name))
        stored.append(StoredFileFacts(name=path.name, content_type=content_type(path.name)))
    return tuple(stored)


def save_record(media: Media, user_id: str, record: Record) -> None:
    media.put_bytes(prefix(user_id, record.key) + "result.json", record.model_dump_json().encode(), "application/json")


def content_type(name: str) -> str:
    suffix = Path(name).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
