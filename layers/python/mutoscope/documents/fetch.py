"""Reading a public https page into plain text, or a public file as it is.

Invariant: every address on the way, redirects included, is checked before it is connected to, and the connection goes
to the checked address itself while the certificate is verified for the host's name. No proxy is used.
"""

from collections.abc import Callable

import anyio
import anyio.to_thread
import httpx

from mutoscope.documents.document import Document
from mutoscope.documents.public_address import (
    PageUnreachable,
    Reach,
    checked_addresses,
    parse_https,
)
from mutoscope.errors import InputTooLarge, InvalidInput

MOST_MEGABYTES = 10
MOST_REDIRECTS = 3
DEADLINE = 15.0
_CONNECT = 5.0
_HTML = ("text/html", "application/xhtml+xml")
_HEADERS = {
    "User-Agent": "Mutoscope/1",
    "Accept": "text/html, text/plain, application/pdf, image/*;q=0.9",
    "Accept-Encoding": "gzip",
}

Wanted = Callable[[str], bool]
"""Whether a page of this content type is read at all."""


class TooManyRedirects(InvalidInput):
    """The page {url} redirects more than {most} times."""

    code = "too_many_redirects"
    hint = "Give the address at which the page finally opens in a browser."


class PageRefused(InvalidInput):
    """The page {url} answers with the status {status} instead of its text."""

    code = "page_refused"
    hint = "Check that the page opens in a browser without logging in, or save it and give the file."


class PageTooLarge(InputTooLarge):
    """The page {url} is larger than {most} MB."""

    code = "page_too_large"
    hint = "Save the part you need and give the file."


class NoPictureThere(InvalidInput):
    """At {url} there is no picture, but {type}."""

    code = "no_picture_there"
    hint = "Give the address of the picture itself, or send the file."


class PageNotText(InvalidInput):
    """The page {url} is of the type {type}, which is neither a web page, text nor PDF."""

    code = "page_not_text"
    hint = "Give the address of an article or a PDF."


def fetch_page(url: str, reach: Reach | None = None, deadline: float = DEADLINE) -> Document:
    """The page's text, within `deadline` seconds in all.

    Raises NotHttps, PrivateAddress, PageUnreachable, TooManyRedirects, PageRefused, PageTooLarge, PageNotText, and
    what `read_content` raises.
    """
    start = parse_https(url)
    final, response, data = anyio.run(_fetch_in_time, start, reach or Reach(), deadline, _is_text)
    kind = _content_type(response)
    suffix = ".html" if kind in _HTML else None
    # What reads a page or a PDF takes a tenth of a second to load, and few requests need it.
    from mutoscope.documents.content import read_content

    return read_content(data, str(final), suffix=suffix, charset=response.charset_encoding)


def fetch_picture(url: str, reach: Reach | None = None, deadline: float = DEADLINE) -> bytes:
    """The bytes of what says that it is a picture; they are not looked into yet.

    Raises NotHttps, PrivateAddress, PageUnreachable, TooManyRedirects, PageRefused, PageTooLarge, NoPictureThere.
    """
    _, response, data = anyio.run(_fetch_in_time, parse_https(url), reach or Reach(), deadline, lambda _: True)
    kind = _content_type(response)
    if not kind.startswith("image/"):
        raise NoPictureThere(url=url, type=kind)
    return data


async def _fetch_in_time(
    url: httpx.URL, reach: Reach, deadline: float, is_wanted: Wanted
) -> tuple[httpx.URL, httpx.Response, bytes]:
    try:
        with anyio.fail_after(deadline):
            return await _follow(url, reach, is_wanted)
    except TimeoutError as error:
        reason = f"no complete answer within {deadline:g} seconds"
        raise PageUnreachable(param="source_url", url=url, reason=reason) from error


async def _follow(url: httpx.URL, reach: Reach, is_wanted: Wanted) -> tuple[httpx.URL, httpx.Response, bytes]:
    timeout = httpx.Timeout(None, connect=_CONNECT)
    current = url
    async with httpx.AsyncClient(verify=reach.trust, trust_env=False, timeout=timeout, headers=_HEADERS) as client:
        for _ in range(MOST_REDIRECTS + 1):
            response, data = await _get(client, current, reach, is_wanted)
            if not response.has_redirect_location:
                return current, response, data
            current = parse_https(str(current.join(response.headers["location"])))
    raise TooManyRedirects(param="source_url", url=url, most=MOST_REDIRECTS)


async def _get(
    client: httpx.AsyncClient, url: httpx.URL, reach: Reach, is_wanted: Wanted
) -> tuple[httpx.Response, bytes]:
    """One request to the first of the host's checked addresses that takes a connection."""
    addresses = await anyio.to_thread.run_sync(checked_addresses, url, reach, abandon_on_cancel=True)
    for address in addresses[:-1]:
        try:
            return await _get_from(client, url, address, is_wanted)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    try:
        return await _get_from(client, url, addresses[-1], is_wanted)
    except httpx.ConnectError as error:
        reason = "its certificate is not valid" if "CERTIFICATE" in str(error).upper() else "it takes no connection"
        raise PageUnreachable(param="source_url", url=url, reason=reason) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise PageUnreachable(param="source_url", url=url, reason="the connection broke off") from error


async def _get_from(
    client: httpx.AsyncClient, url: httpx.URL, address: str, is_wanted: Wanted
) -> tuple[httpx.Response, bytes]:
    """The documented way of httpx to connect to an address: it in the URL, the name in `Host` and in the handshake."""
    host = url.raw_host.decode("ascii")
    request = client.build_request(
        "GET",
        url.copy_with(host=address, fragment=None),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": host},
    )
    response = await client.send(request, stream=True)
    try:
        return response, b"" if response.has_redirect_location else await _read(response, url, is_wanted)
    finally:
        await response.aclose()


async def _read(response: httpx.Response, url: httpx.URL, is_wanted: Wanted) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise PageRefused(param="source_url", url=url, status=response.status_code)
    kind = _content_type(response)
    if not is_wanted(kind):
        raise PageNotText(param="source_url", url=url, type=kind)
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > MOST_MEGABYTES * 1_000_000:
            raise PageTooLarge(param="source_url", url=url, most=MOST_MEGABYTES)
    return bytes(data)


def _is_text(content_type: str) -> bool:
    return content_type.startswith("text/") or content_type in {*_HTML, "application/pdf", ""}


def _content_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
