"""The generate stage: one order of one model of the catalogue, made by whichever worker has the models.

The result is one file, named by what the model gives: a picture, a video, a sound or a text. A video comes with a
thumbnail and a sheet of its frames.
"""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.models import Output, require_model
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.errors import DiskFull, EngineFailed
from mutoscope.media.gif_file import save_gif
from mutoscope.media.masks import cover_of
from mutoscope.media.open_picture import open_picture
from mutoscope.media.origin import SOURCE_TYPE, mark_gif, mark_png, sign
from mutoscope.media.refusals import PictureBroken
from mutoscope.render.clip import save_looks
from mutoscope.render.sound import read_sound, write_sound
from mutoscope.stages.contracts.generate import FILES, GIF, FrameFormat, GenerateFacts, GenerateInputs
from mutoscope.stages.stage import Bench

_X264 = {"preset": "veryfast", "crf": "18", "threads": "1"}
_BT709 = 1


def run(inputs: GenerateInputs, bench: Bench) -> GenerateFacts:
    made = registry.generator(bench.settings).generate(_request(inputs, bench), bench.report)
    facts = save_generated(inputs.engine.name, made, bench.folder, inputs.format)
    for path in sorted(bench.folder.iterdir()):
        sign(path, bench.settings.sign_command)
    return facts


def _request(inputs: GenerateInputs, bench: Bench) -> GenerateRequest:
    asked = inputs.model_dump(exclude={"engine", "format", "pictures", "sound", "like_picture"})
    pictures = {
        role: _mask(bench.bring(key), key) if role == "mask" else _picture(bench.bring(key), key)
        for role, key in inputs.pictures.items()
    }
    sound = read_sound(bench.bring(inputs.sound))[:, 0].copy() if inputs.sound else None
    request = GenerateRequest(model=inputs.engine.name, pictures=pictures, sound=sound, **asked)
    return _in_proportion(request, bench) if inputs.like_picture else request


def _in_proportion(request: GenerateRequest, bench: Bench) -> GenerateRequest:
    height, width = request.pictures["image"].shape[:2]
    limits = require_model(bench.settings.catalogue, request.model).limits
    across, down = limits.fit(width, height, request.width * request.height or width * height)
    return replace(request, width=across, height=down)


def _picture(path: Path, key: str) -> NDArray[np.uint8]:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise PictureBroken(name=key.partition("/")[2])
    return np.asarray(pixels[:, :, ::-1], np.uint8).copy()


def _mask(path: Path, key: str) -> NDArray[np.uint8]:
    """White where the picture changes, as models take it; a mask with clear parts says it by these."""
    pixels = open_picture(path, key)
    if not (pixels[:, :, 3] < 128).any():
        return _picture(path, key)
    return np.repeat(cover_of(pixels)[:, :, None], 3, axis=2).astype(np.uint8) * np.uint8(255)


def save_generated(model: str, made: Generated, folder: Path, format: FrameFormat = FrameFormat.MP4) -> GenerateFacts:
    """Writes the one file that the model made. Raises EngineFailed where it made nothing."""
    notes = dict(made.notes)
    if made.picture is not None:
        _save_picture(made.picture, folder / FILES[Output.IMAGES][1])
        mark_png(folder / FILES[Output.IMAGES][1])
        height, width = made.picture.shape[:2]
        return GenerateFacts(model=model, output=Output.IMAGES, width=width, height=height, notes=notes)
    if made.frames is not None:
        _save_frames(made.frames, made.fps, folder, format)
        count, height, width = made.frames.shape[:3]
        return GenerateFacts(model=model, output=Output.FRAMES, width=width, height=height, frames=count, notes=notes)
    if made.sound is not None:
        write_sound(folder / FILES[Output.AUDIOS][1], made.sound)
        return GenerateFacts(model=model, output=Output.AUDIOS, samples=len(made.sound), notes=notes)
    if made.text:
        (folder / FILES[Output.TEXT][1]).write_text(json.dumps({"text": made.text}), encoding="utf-8")
        return GenerateFacts(model=model, output=Output.TEXT, characters=len(made.text), notes=notes)
    raise EngineFailed(engine=model, reason="it gave nothing")


def _save_picture(pixels: NDArray[np.uint8], path: Path) -> None:
    if not cv2.imwrite(str(path), pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise DiskFull(where=str(path.parent))


def _save_frames(frames: NDArray[np.uint8], fps: int, folder: Path, format: FrameFormat) -> None:
    if format is FrameFormat.GIF:
        save_gif(frames, fps, folder / GIF[1])
        mark_gif(folder / GIF[1])
    else:
        _save_video(frames, fps, folder / FILES[Output.FRAMES][1])
        save_looks(frames, folder)


def _save_video(frames: NDArray[np.uint8], fps: int, path: Path) -> None:
    """H.264 in an MP4. A side that is odd loses its last line, because 4:2:0 has none for it."""
    even = frames[:, : frames.shape[1] // 2 * 2, : frames.shape[2] // 2 * 2]
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        container.metadata["comment"] = SOURCE_TYPE
        stream = container.add_stream("libx264", rate=fps, options=_X264)
        codec = stream.codec_context
        codec.height, codec.width = even.shape[1:3]
        codec.pix_fmt = "yuv420p"
        codec.time_base = Fraction(1, fps)
        codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
        for pixels in even:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace="itu709")))
        container.mux(stream.encode(None))
