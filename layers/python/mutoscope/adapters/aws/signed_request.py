"""Whether a request was signed (Signature Version 4) with this studio's key of the embedded engine, just now."""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from mutoscope.adapters.aws.session import ENGINE_KEY
from mutoscope.settings import Settings

OLDEST_SECONDS = 300
_FORM = re.compile(r"AWS4-HMAC-SHA256 Credential=([^,/]+)/[^,]+, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})")


def is_signed(settings: Settings, service: str, method: str, url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """`headers` by lower-case names."""
    secret = settings.aws_secret.get_secret_value()
    found = _FORM.fullmatch(headers.get("authorization", ""))
    if not secret or found is None or found[1] != ENGINE_KEY or not _is_recent(headers.get("x-amz-date", "")):
        return False
    signed = {name: headers.get(name, "") for name in found[2].split(";")}
    if not {"host", "x-amz-date"} <= signed.keys():
        return False
    request = AWSRequest(method=method, url=url, headers=signed, data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    auth = SigV4Auth(Credentials(ENGINE_KEY, secret), service, settings.aws_region)
    expected = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return hmac.compare_digest(expected, found[3])


def _is_recent(moment: str) -> bool:
    try:
        signed_at = datetime.strptime(moment, SIGV4_TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs((datetime.now(UTC) - signed_at).total_seconds()) <= OLDEST_SECONDS
