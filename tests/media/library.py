"""The way of a file into the library, as a client goes it: announced, sent, completed, looked into."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi.testclient import TestClient

from mutoscope.jobs.worker import take
from mutoscope.studio import Studio

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/png",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}


@dataclass(frozen=True)
class Library:
    studio: Studio
    client: TestClient

    def announce(self, path: Path, **changed: object) -> dict[str, Any]:
        body = {
            "name": path.name,
            "content_type": TYPES[path.suffix[1:]],
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        answer = self.client.post("/v1/media", json={**body, **changed})
        assert answer.status_code == 201, answer.text
        announced: dict[str, Any] = answer.json()
        return announced

    def bring(self, path: Path, **changed: object) -> dict[str, Any]:
        """The item as it is when all is done: ready, or refused."""
        announced = self.announce(path, **changed)
        assert post(announced, path.read_bytes()).status_code == 204
        completed = self.client.post(f"/v1/media/{announced['id']}/completion")
        assert completed.status_code == 200, completed.text
        self.look()
        return self.get(announced["id"])

    def get(self, media_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/media/{media_id}").json()
        return found

    def look(self) -> None:
        """Does the errands that are due."""
        while (received := self.studio.errands.receive(wait=0)) is not None:
            take(self.studio, received, self.studio.errands)

    def stored(self, folder: str = "") -> list[str]:
        """Keys of everything in the file store."""
        listed = self.studio.media._s3.list_objects_v2(Bucket=self.studio.settings.bucket, Prefix=folder)  # type: ignore[attr-defined]
        return [each["Key"] for each in listed.get("Contents", [])]


def post(announced: dict[str, Any], content: bytes, **fields: str) -> httpx.Response:
    """Posts the bytes as the answer to the announcement says, with these fields changed."""
    upload = announced["upload"]
    return httpx.post(upload["url"], data={**upload["fields"], **fields}, files={"file": content}, trust_env=False)
