"""The `Media` port over S3. Keys start with inputs/, outputs/, references/, temp/ or stages/; nothing is public.

Where CloudFront stands before the bucket, links lead there, so that files leave by it.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.cloudfront_links import CloudFrontLinks
from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client, file_transfer
from mutoscope.errors import Unavailable
from mutoscope.ports import ListedFile, StoredFile
from mutoscope.settings import Settings

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_WHAT = "The file store"
_BLOCK = 256 << 10
_LARGE = 8 << 20
"""In bytes. boto3 moves what is larger in parts, side by side; for less its preparations cost more than the file."""


class S3Media:
    def __init__(self, settings: Settings) -> None:
        self._s3 = client("s3", settings)
        self._bucket = settings.bucket
        self._links = CloudFrontLinks(settings) if settings.media_url else None

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        with translated(_WHAT):
            if path.stat().st_size > _LARGE:
                with file_transfer(self._s3) as transfer:
                    transfer.upload_file(str(path), self._bucket, key, extra_args={"ContentType": content_type})
            else:
                with path.open("rb") as file:
                    self._s3.put_object(Bucket=self._bucket, Key=key, Body=file, ContentType=content_type)
        stored = self.stat(key)
        if stored is None or stored.size != path.stat().st_size:
            raise Unavailable(what=_WHAT)

    def put_bytes(self, key: str, content: bytes, content_type: str) -> None:
        with translated(_WHAT):
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)

    def get_bytes(self, key: str) -> bytes | None:
        with translated(_WHAT):
            try:
                content: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as error:
                if code(error) in _ABSENT:
                    return None
                raise
        return content

    def fetch(self, key: str, path: Path) -> None:
        with translated(_WHAT):
            found = self._s3.get_object(Bucket=self._bucket, Key=key)
            if found["ContentLength"] > _LARGE:
                found["Body"].close()
                with file_transfer(self._s3) as transfer:
                    transfer.download_file(self._bucket, key, str(path))
                return
            part = path.with_name(f"{path.name}.part")
            with part.open("wb") as file:
                for block in found["Body"].iter_chunks(_BLOCK):
                    file.write(block)
            part.rename(path)

    def stat(self, key: str) -> StoredFile | None:
        with translated(_WHAT):
            try:
                head = self._s3.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code(error) in _ABSENT:
                    return None
                raise
        return StoredFile(size=head["ContentLength"], content_type=head.get("ContentType", "application/octet-stream"))

    def read_range(self, key: str, first: int, last: int) -> Iterator[bytes]:
        with translated(_WHAT):
            body = self._s3.get_object(Bucket=self._bucket, Key=key, Range=f"bytes={first}-{last}")["Body"]
            yield from body.iter_chunks(_BLOCK)

    def presign(self, key: str, *, filename: str, seconds: int, download: bool = False) -> str:
        disposition = f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(filename)}"
        if self._links:
            return self._links.sign(key, disposition, seconds)
        parameters = {"Bucket": self._bucket, "Key": key, "ResponseContentDisposition": disposition}
        url: str = self._s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)
        return url

    def copy(self, source: str, target: str) -> None:
        with translated(_WHAT):
            self._s3.copy_object(Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source})

    def list_files(self, prefix: str) -> list[ListedFile]:
        with translated(_WHAT):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            return [
                ListedFile(found["Key"], found["Size"], int(found["LastModified"].timestamp()))
                for page in pages
                for found in page.get("Contents", [])
            ]

    def delete_prefix(self, prefix: str) -> None:
        for file in self.list_files(prefix):
            with translated(_WHAT):
                self._s3.delete_object(Bucket=self._bucket, Key=file.key)
