"""The `Uploads` port over S3: signed forms for small files, uploads in signed parts for large ones.

What a signature does not name is refused by S3 itself: another key, another type, another size, a later time.
"""

from collections.abc import Sequence

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import UploadedPart, UploadForm
from mutoscope.settings import Settings

_WHAT = "The file store"
_GONE = {"NoSuchUpload", "404"}


class S3Uploads:
    def __init__(self, settings: Settings) -> None:
        self._s3 = client("s3", settings)
        self._bucket = settings.bucket

    def form(self, key: str, content_type: str, size: int, seconds: int) -> UploadForm:
        typed = {"Content-Type": content_type}
        signed = self._s3.generate_presigned_post(
            self._bucket,
            key,
            Fields=dict(typed),
            Conditions=[typed, ["content-length-range", size, size]],
            ExpiresIn=seconds,
        )
        return UploadForm(url=signed["url"], fields=signed["fields"])

    def begin(self, key: str, content_type: str) -> str:
        with translated(_WHAT):
            made = self._s3.create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
        upload_id: str = made["UploadId"]
        return upload_id

    def sign_part(self, key: str, upload_id: str, number: int, size: int, seconds: int) -> str:
        named = {"Bucket": self._bucket, "Key": key, "UploadId": upload_id, "PartNumber": number, "ContentLength": size}
        url: str = self._s3.generate_presigned_url("upload_part", Params=named, ExpiresIn=seconds)
        return url

    def parts(self, key: str, upload_id: str) -> Sequence[UploadedPart] | None:
        with translated(_WHAT):
            try:
                pages = self._s3.get_paginator("list_parts").paginate(Bucket=self._bucket, Key=key, UploadId=upload_id)
                found = [part for page in pages for part in page.get("Parts", [])]
            except ClientError as error:
                if code(error) in _GONE:
                    return None
                raise
        return [UploadedPart(part["PartNumber"], part["Size"], part["ETag"]) for part in found]

    def join(self, key: str, upload_id: str, parts: Sequence[UploadedPart]) -> None:
        named = [{"PartNumber": part.number, "ETag": part.tag} for part in parts]
        with translated(_WHAT):
            self._s3.complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": named}
            )

    def abort_prefix(self, prefix: str) -> None:
        with translated(_WHAT):
            pages = self._s3.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket, Prefix=prefix)
            for found in [upload for page in pages for upload in page.get("Uploads", [])]:
                self._abort(found["Key"], found["UploadId"])

    def _abort(self, key: str, upload_id: str) -> None:
        try:
            self._s3.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload_id)
        except ClientError as error:
            if code(error) not in _GONE:
                raise
