"""Any ComfyUI server as one more engine: an order fills a workflow, the server runs it, its file is the result.

Protocol: POST /upload/image, POST /prompt, GET /history/{id}, GET /view, POST /queue and /interrupt to cancel.
"""

import io
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

import av
import cv2
import httpx
import numpy as np
from numpy.typing import NDArray

from gpu_container.workflow import fill
from mutoscope.engines.models import Model, Output
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.errors import EngineBusy, EngineFailed

POLL_SECONDS = 0.5
_TIMEOUT = 30.0
_NAME = "comfyui"
Report = Callable[[float], None]


class ComfyUi:
    name = _NAME
    version = "1"

    def __init__(self, address: str, poll: float = POLL_SECONDS) -> None:
        self._client = httpx.Client(base_url=address.rstrip("/"), timeout=_TIMEOUT)
        self._poll = poll

    def generate(self, model: Model, request: GenerateRequest, report: Report) -> Generated:
        """Raises EngineBusy, EngineFailed, WorkflowInvalid, and what `report` raises once the job is over."""
        values: dict[str, object] = {name: value for name, value in asdict(request).items() if name != "pictures"}
        for role, pixels in request.pictures.items():
            values[f"picture.{role}"] = self._upload(pixels)
        number = self._submit(fill(model.class_, values))
        with ExitStack() as unfinished:
            unfinished.callback(self._cancel, number)
            outputs = self._wait(number, report)
            unfinished.pop_all()
        return self._fetch(model, request, outputs)

    def _upload(self, pixels: NDArray[np.uint8]) -> str:
        _, encoded = cv2.imencode(".png", pixels[:, :, ::-1])
        file = {"image": (f"{uuid.uuid4().hex}.png", encoded.tobytes(), "image/png")}
        answer = self._ask("POST", "/upload/image", files=file, data={"type": "input"}).json()
        return "/".join(part for part in (answer.get("subfolder", ""), answer["name"]) if part)

    def _submit(self, workflow: Mapping[str, Any]) -> str:
        answer = self._ask("POST", "/prompt", json={"prompt": workflow, "client_id": uuid.uuid4().hex}).json()
        if answer.get("node_errors"):
            raise EngineFailed(engine=_NAME, reason=_fault(answer["node_errors"]))
        return str(answer["prompt_id"])

    def _wait(self, number: str, report: Report) -> Mapping[str, Any]:
        """The server tells nothing of steps over HTTP: the share stays at 0 until the result is there."""
        while True:
            entry = self._ask("GET", f"/history/{number}").json().get(number)
            status = (entry or {}).get("status", {})
            if status.get("status_str") == "error":
                raise EngineFailed(engine=_NAME, reason=_execution_fault(status))
            if entry and entry.get("outputs"):
                outputs: Mapping[str, Any] = entry["outputs"]
                return outputs
            if status.get("completed"):
                raise EngineFailed(engine=_NAME, reason="the workflow ended without a file")
            report(0.0)
            time.sleep(self._poll)

    def _cancel(self, number: str) -> None:
        try:
            self._client.post("/queue", json={"delete": [number]})
            self._client.post("/interrupt", json={"prompt_id": number})
        except httpx.HTTPError:
            # It will finish what nobody fetches; there is nothing more to be done from here.
            return

    def _fetch(self, model: Model, request: GenerateRequest, outputs: Mapping[str, Any]) -> Generated:
        files = [
            file
            for node in outputs.values()
            for group in ("images", "gifs", "video", "videos")
            for file in node.get(group, ())
            if file.get("type") == "output"
        ]
        if not files:
            raise EngineFailed(engine=_NAME, reason="the workflow saved no file")
        place = {name: files[0].get(name, "") for name in ("filename", "subfolder", "type")}
        content = self._ask("GET", "/view", params=place).content
        if model.output is Output.IMAGES:
            return Generated(picture=_picture(content))
        return Generated(frames=_frames(content), fps=request.fps or 8)

    def _ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **given)
        except httpx.HTTPError as error:
            raise EngineBusy(engine=_NAME, reason="the server does not answer") from error
        if answer.status_code == httpx.codes.BAD_REQUEST and path == "/prompt":
            raise EngineFailed(engine=_NAME, reason=_fault(answer.json().get("node_errors") or answer.json()))
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise EngineBusy(engine=_NAME, reason=f"the server failed with status {answer.status_code}")
        if answer.is_error:
            raise EngineFailed(engine=_NAME, reason=f"the server refused {path} with status {answer.status_code}")
        return answer


def _picture(content: bytes) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise EngineFailed(engine=_NAME, reason="its file is no picture")
    return np.asarray(pixels[:, :, ::-1], np.uint8).copy()


def _frames(content: bytes) -> NDArray[np.uint8]:
    try:
        with av.open(io.BytesIO(content), "r") as container:
            frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    except av.FFmpegError as error:
        raise EngineFailed(engine=_NAME, reason="its file is no video") from error
    if not frames:
        raise EngineFailed(engine=_NAME, reason="its video has no frames")
    return np.asarray(np.stack(frames), np.uint8)


def _fault(errors: Mapping[str, Any]) -> str:
    """The first complaint about a node, as the server words it."""
    for node, fault in errors.items():
        for each in fault.get("errors", ()) if isinstance(fault, dict) else ():
            return f"node {node}: {each.get('message', '')} {each.get('details', '')}".strip()[:200]
    return "the workflow does not fit the server"


def _execution_fault(status: Mapping[str, Any]) -> str:
    for kind, facts in status.get("messages", ()):
        if kind == "execution_error":
            return f"{facts.get('node_type', 'a node')}: {facts.get('exception_message', '')}".strip()[:200]
    return "the workflow failed"
