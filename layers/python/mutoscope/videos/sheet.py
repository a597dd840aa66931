"""The sheet of what is seen in a film, made when it is first asked for; a clip brings its own."""

import tempfile
from pathlib import Path

import av
import numpy as np

from mutoscope.jobs.job import DeliveredFile, Job
from mutoscope.ports import Media
from mutoscope.render.spritesheet import SHOWN, Spritesheet

_NAME = "spritesheet.jpg"


def sheet_of(media: Media, job: Job) -> DeliveredFile:
    """Kept beside the film once it is made; whoever makes it at the same time makes the same."""
    assert job.result is not None
    video = job.result.files["video"]
    key = f"outputs/{job.user_id}/{job.job_id}/{_NAME}"
    if media.stat(key) is None:
        with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
            media.fetch(video.key, Path(folder) / "video.mp4")
            draw_sheet(Path(folder) / "video.mp4", Path(folder) / _NAME)
            media.put_file(key, Path(folder) / _NAME, "image/jpeg")
    return DeliveredFile(key=key, filename=f"{Path(video.filename).stem}.jpg", content_type="image/jpeg")


def draw_sheet(video: Path, sheet: Path) -> None:
    """Key frames at even steps: to decode what lies between them would take as long as the film does to make."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        length = int(container.duration or 0)
        tiles = Spritesheet(stream.codec_context.width, stream.codec_context.height)
        for number in range(SHOWN):
            container.seek(length * number // SHOWN, backward=True)
            frame = next(container.decode(stream), None)
            if frame is not None:
                tiles.add(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
    tiles.save(sheet)
