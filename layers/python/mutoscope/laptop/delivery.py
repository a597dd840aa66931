"""Writing a finished film to disk: all its files or none, never half of one."""

import errno
import shutil
import tempfile
from collections.abc import Collection
from itertools import chain, count
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


class OutTaken(InvalidInput):
    """{path} is {what}, and a file of the film would take its place."""

    code = "out_taken"
    hint = "Choose another name with OUT=...; the film's files share its stem."


def check_out(out: Path | None, sources: Collection[Path] = ()) -> None:
    """Refuses a place that cannot be written, or where something of the user's lies, before anything is started; makes
    its folder. `sources` are the files that the film is made from.
    """
    if out is not None and (out.suffix.lower() != ".mp4" or out.is_dir()):
        raise OutNotVideo(param="OUT", path=out)
    taken = _taken(out, sources) if out is not None else None
    if taken is not None:
        what = "a folder" if taken.is_dir() else "what the film is made from"
        raise OutTaken(param="OUT", path=taken, what=what)
    folder = (out or Path("out/film.mp4")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(where=str(folder)) from error
        raise OutNotWritable(param="OUT", folder=folder) from error


def deliver(client: FilmClient, film: FilmResource, out: Path | None, sources: Collection[Path] = ()) -> list[Path]:
    """The paths of the film's files, the .mp4 first; the others share its stem."""
    video = out or _free_name(slug(film.title), sources)
    targets = _targets(video)
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


def _targets(video: Path) -> dict[str, Path]:
    return {variant: video.with_suffix(suffix) for variant, suffix in SUFFIXES.items()}


def _taken(video: Path, sources: Collection[Path]) -> Path | None:
    """The first place of the film's files that is a folder or one of the sources."""
    kept = {source.resolve() for source in sources}
    return next((path for path in _targets(video).values() if path.is_dir() or path.resolve() in kept), None)


def _free_name(title: str, sources: Collection[Path]) -> Path:
    """The film's own name in `out/`; a number follows where a source of it has that name."""
    names = (Path("out") / f"{title}{suffix}.mp4" for suffix in chain([""], (f"-{number}" for number in count(2))))
    return next(video for video in names if _taken(video, sources) is None)
