"""Counting requests: by account and role, by network address for whoever has none, and telling so in the headers.

A limit that cannot be counted because the table is away lets the request through: being reachable counts for more.
"""

from fastapi import Request

from mutoscope.adapters.http.threads import ask_in_a_thread
from mutoscope.errors import RateLimited, Unavailable
from mutoscope.observability import logger
from mutoscope.ports import WINDOW_SECONDS, Standing
from mutoscope.studio import Studio


async def count_request(request: Request, studio: Studio, bucket: str, limit: int) -> None:
    """Counts this request; `RateLimited` when the bucket is empty. The headers tell how it stands either way."""
    standing = studio.limits.at_hand(bucket, limit)
    if standing is None:
        try:
            standing = await ask_in_a_thread(studio.limits.take, bucket, limit)
        except Unavailable:
            logger.warning("request not counted", bucket=bucket)
            return
    request.state.standing = standing
    if standing.retry_after:
        raise RateLimited(limit=limit, seconds=standing.retry_after)


async def count_guest(request: Request, studio: Studio) -> None:
    await count_request(request, studio, f"guest#{network_address(request, studio)}", studio.settings.guest_requests)


def network_address(request: Request, studio: Studio) -> str:
    """The peer's address, or the one that our own proxies saw: the header's earlier entries are anybody's word."""
    proxies = studio.settings.proxies
    if proxies > 0:
        seen = [each.strip() for each in request.headers.get("x-forwarded-for", "").split(",")]
        if proxies <= len(seen) and seen[-proxies]:
            return seen[-proxies][:45]
    return request.client.host if request.client else "unknown"


def limit_headers(standing: Standing) -> tuple[tuple[bytes, bytes], ...]:
    """As draft-ietf-httpapi-ratelimit-headers has them up to its seventh version, which is what clients read."""
    return (
        (b"ratelimit-policy", b"%d;w=%d" % (standing.limit, WINDOW_SECONDS)),
        (b"ratelimit-limit", b"%d" % standing.limit),
        (b"ratelimit-remaining", b"%d" % standing.remaining),
        (b"ratelimit-reset", b"%d" % standing.reset),
    )
