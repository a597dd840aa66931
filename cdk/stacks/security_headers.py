"""What browsers are told to refuse: other frames, other scripts, guessed types, and any way but TLS."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

_YEAR = Duration.days(365)
PAGES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: {files}",
    "media-src": "'self' blob: {files}",
    "connect-src": "'self' {files} {live}",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Files lie in a bucket, whose signed links pages show and send to; progress comes over a WebSocket."""
ANSWERS = {"default-src": "'none'", "frame-ancestors": "'none'"}
"""An answer of the API runs nothing, whoever opens it in a browser."""
FILES = {
    "default-src": "'none'",
    "img-src": "'self'",
    "media-src": "'self'",
    "style-src": "'unsafe-inline'",
    "sandbox": "",
}
"""A file is shown by the browser's own viewer, and runs nothing."""


def pages_policy(scope: Construct, *, files: str, live: str) -> cloudfront.ResponseHeadersPolicy:
    said = "; ".join(f"{name} {value.format(files=files, live=live)}" for name, value in PAGES.items())
    return _policy(scope, "PageHeaders", said, override=True)


def answers_policy(scope: Construct) -> cloudfront.ResponseHeadersPolicy:
    """An answer's own policy stands, where the application gave one."""
    said = "; ".join(f"{name} {value}" for name, value in ANSWERS.items())
    return _policy(scope, "AnswerHeaders", said, override=False)


def files_policy(scope: Construct, *, pages: str) -> cloudfront.ResponseHeadersPolicy:
    """Pages of the studio may read what they fetch, and no others; the answer of a cached file is for whoever asks."""
    said = "; ".join(f"{name} {value}".strip() for name, value in FILES.items())
    return _policy(
        scope,
        "FileHeaders",
        said,
        override=True,
        cors_behavior=cloudfront.ResponseHeadersCorsBehavior(
            access_control_allow_credentials=False,
            access_control_allow_headers=["*"],
            access_control_allow_methods=["GET", "HEAD"],
            access_control_allow_origins=[pages],
            access_control_expose_headers=["ETag", "Content-Length", "Content-Range", "Content-Disposition"],
            origin_override=True,
        ),
    )


def _policy(
    scope: Construct, name: str, content: str, *, override: bool, **more: Any
) -> cloudfront.ResponseHeadersPolicy:
    return cloudfront.ResponseHeadersPolicy(
        scope,
        name,
        **more,
        security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
            content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                content_security_policy=content, override=override
            ),
            content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
            frame_options=cloudfront.ResponseHeadersFrameOptions(
                frame_option=cloudfront.HeadersFrameOption.DENY, override=True
            ),
            referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                referrer_policy=cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override=True
            ),
            strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                access_control_max_age=_YEAR, include_subdomains=True, preload=False, override=True
            ),
        ),
    )
