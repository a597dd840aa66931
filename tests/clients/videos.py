"""Videos as the clients' tests order and read them."""

import io
import warnings
from typing import Any

import av
from openai import OpenAI
from openai.types import Video

from tests.clients.conftest import Server

SMALL: dict[str, Any] = {"size": "160x128", "seconds": "1"}

LONGER: Any = "2"
"""The client's types have Sora's lengths alone."""


def frames(content: bytes) -> list[Any]:
    with av.open(io.BytesIO(content)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def finished_video(server: Server) -> Video:
    """A heron, for what is asked of a video that is finished."""
    with warnings.catch_warnings(), OpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
        warnings.simplefilter("ignore")
        return client.videos.create_and_poll(prompt="A heron in the reeds.", poll_interval_ms=100, **SMALL)
