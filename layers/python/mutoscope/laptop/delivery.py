"""Writing a finished film to disk: all its files or none, never half of one."""

import errno
import shutil
import tempfile
from pathlib import Path

from mutoscope.errors import DiskFull, InvalidInput
from mutoscope.films.resource import FilmResource
from mutoscope.films.settle import slug
from mutoscope.laptop.client import FilmClient

SUFFIXES = {"video": ".mp4", "captions": ".srt", "captions_vtt": ".vtt", "thumbnail": ".jpg", "manifest": ".json"}


class OutNotVideo(InvalidInput):
    """OUT has to name an .mp4 file, and {path} does not."""

    code = "out_not_video"
    hint = "For example: OUT=films/rice.mp4"


class OutNotWritable(InvalidInput):
    """The folder {folder} cannot be written to."""

    code = "out_not_writable"
    hint = "Choose another place with OUT=..."


def check_out(out: Path | None) -> None:
    """Refuses a place that cannot be written before anything is started; makes its folder."""
    if out is not None and (out.suffix.lower() != ".mp4" or out.is_dir()):
        raise OutNotVideo(param="OUT", path=out)
    folder = (out or Path("out/film.mp4")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(where=str(folder)) from error
        raise OutNotWritable(param="OUT", folder=folder) from error


def deliver(client: FilmClient, film: FilmResource, out: Path | None) -> list[Path]:
    """The paths of the film's files, the .mp4 first; the others share its stem."""
    video = out or Path("out") / f"{slug(film.title)}.mp4"
    targets = {variant: video.with_suffix(suffix) for variant, suffix in SUFFIXES.items()}
    try:
        with tempfile.TemporaryDirectory(dir=video.parent, prefix=".mutoscope-") as folder:
            for variant, target in targets.items():
                client.download(film.id, variant, Path(folder) / target.name)
            for target in targets.values():
                shutil.move(Path(folder) / target.name, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(where=str(video.parent)) from error
        raise
    return list(targets.values())
