"""What browsers are told to refuse: other frames, other scripts, guessed types, and any way but TLS."""

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


def pages_policy(scope: Construct, *, files: str, live: str) -> cloudfront.ResponseHeadersPolicy:
    said = "; ".join(f"{name} {value.format(files=files, live=live)}" for name, value in PAGES.items())
    return _policy(scope, "PageHeaders", said, override=True)


def answers_policy(scope: Construct) -> cloudfront.ResponseHeadersPolicy:
    """An answer's own policy stands, where the application gave one."""
    said = "; ".join(f"{name} {value}" for name, value in ANSWERS.items())
    return _policy(scope, "AnswerHeaders", said, override=False)


def _policy(scope: Construct, name: str, content: str, *, override: bool) -> cloudfront.ResponseHeadersPolicy:
    return cloudfront.ResponseHeadersPolicy(
        scope,
        name,
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
