"""A stand-in that answers as ComfyUI's published HTTP interface does, for the rehearsal and tests.

It draws nothing: every workflow ends in the same plain picture, or the same three frames.
"""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import av
import cv2
import numpy as np

WIDTH, HEIGHT = 48, 32
"""Of its picture, in pixels."""


@dataclass
class Comfy:
    """What was asked of the server, and how it shall answer."""

    address: str = ""
    workflows: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    polls_until_done: int = 1
    node_errors: dict[str, Any] = field(default_factory=dict)
    execution_error: str = ""
    never_done: bool = False

    def entry(self, number: str) -> dict[str, Any]:
        self.polls_until_done -= 1
        if self.execution_error:
            facts = {"node_type": "KSampler", "exception_message": self.execution_error}
            status = {"status_str": "error", "completed": False, "messages": [["execution_error", facts]]}
            return {number: {"outputs": {}, "status": status}}
        if self.never_done or self.polls_until_done >= 0:
            return {}
        saves = self.workflows[-1]["7"]["class_type"]
        name = "made.png" if saves == "SaveImage" else "made.webm"
        files = [
            {"filename": "preview.png", "subfolder": "", "type": "temp"},
            {"filename": name, "subfolder": "", "type": "output"},
        ]
        return {number: {"outputs": {"7": {"images": files}}, "status": {"status_str": "success", "completed": True}}}


@contextmanager
def serving(comfy: Comfy) -> Iterator[Comfy]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            match self.path:
                case "/upload/image":
                    comfy.uploads.append(body)
                    self.answer({"name": f"upload-{len(comfy.uploads)}.png", "subfolder": "", "type": "input"})
                case "/prompt":
                    comfy.workflows.append(json.loads(body)["prompt"])
                    refused = {"error": {"type": "prompt_outputs_failed_validation"}, "node_errors": comfy.node_errors}
                    if comfy.node_errors:
                        self.answer(refused, 400)
                    else:
                        self.answer({"prompt_id": "p-1", "number": 1, "node_errors": {}})
                case "/queue":
                    comfy.cancelled += json.loads(body)["delete"]
                    self.answer({})
                case "/interrupt":
                    comfy.cancelled.append("interrupted")
                    self.answer({})

        def do_GET(self) -> None:
            asked = urlparse(self.path)
            if asked.path.startswith("/history/"):
                self.answer(comfy.entry(asked.path.rpartition("/")[2]))
            elif asked.path == "/view":
                [name] = parse_qs(asked.query)["filename"]
                self.send(picture() if name.endswith("png") else video())

        def answer(self, document: object, status: int = 200) -> None:
            self.send(json.dumps(document).encode(), status)

        def send(self, content: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    comfy.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield comfy
    finally:
        server.shutdown()
        server.server_close()


def picture() -> bytes:
    pixels = np.full((HEIGHT, WIDTH, 3), (10, 20, 200), np.uint8)
    return bytes(cv2.imencode(".png", pixels)[1])


def video() -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format="webm") as container:
        stream = container.add_stream("libvpx-vp9", rate=7)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for level in (0, 120, 240):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), level, np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return made.getvalue()
