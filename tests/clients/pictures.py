"""Pictures as the clients' tests send and read them."""

import base64
from io import BytesIO
from typing import Any

import cv2
import httpx
import numpy as np
from openai.types import ImagesResponse

from tests.clients.conftest import Server

SMALL: Any = "128x96"

PROMPT = "a cat in a garden"


def pixels(encoded: str | None) -> Any:
    """BGR or BGRA of a picture in base64."""
    assert encoded is not None
    return cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), cv2.IMREAD_UNCHANGED)


def first(answer: ImagesResponse) -> Any:
    assert answer.data
    return pixels(answer.data[0].b64_json)


def png(picture: Any) -> BytesIO:
    file = BytesIO(cv2.imencode(".png", picture)[1].tobytes())
    file.name = "mine.png"
    return file


def jobs_of(server: Server) -> list[dict[str, Any]]:
    answer = httpx.get(f"{server.url}/v1/jobs?limit=100", headers={"Authorization": f"Bearer {server.key}"})
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def data_url(picture: Any) -> str:
    return f"data:image/png;base64,{base64.b64encode(png(picture).getvalue()).decode()}"
