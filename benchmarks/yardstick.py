"""The yardstick of all benchmarks of video: x264 at preset veryfast and crf 21, whatever settings the studio has."""

from fractions import Fraction

from av.container import OutputContainer
from av.video.stream import VideoStream

from mutoscope.render.timeline import FPS


def add_yardstick(container: OutputContainer, width: int, height: int, *, threads: int) -> VideoStream:
    options = {"preset": "veryfast", "crf": "21", "threads": str(threads), "x264-params": "keyint=60"}
    stream = container.add_stream("libx264", rate=Fraction(FPS), options=options)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    return stream
