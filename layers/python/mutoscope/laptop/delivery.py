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

_OUT = Path("out")
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
    folder = (out or _OUT / "film.mp4").parent
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
    folder = (out or _OUT / "film.mp4").parent
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".mutoscope-") as kept:
            fetched = _targets(Path(kept) / "film.mp4")
            for variant, path in fetched.items():
                client.download(film.id, variant, path)
            own = client.deliveries.place_of(film.id)
            video = out or _own_name(slug(film.title), own, fetched["manifest"], sources)
            targets = _targets(video)
            for variant, target in targets.items():
                shutil.move(fetched[variant], target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(where=str(folder)) from error
        raise
    client.deliveries.keep(film.id, video)
    return list(targets.values())


def _targets(video: Path) -> dict[str, Path]:
    return {variant: video.with_suffix(suffix) for variant, suffix in SUFFIXES.items()}


def _taken(video: Path, sources: Collection[Path]) -> Path | None:
    """The first place of the film's files that is a folder or one of the sources."""
    kept = {source.resolve() for source in sources}
    return next((path for path in _targets(video).values() if path.is_dir() or path.resolve() in kept), None)


def _own_name(title: str, own: Path | None, manifest: Path, sources: Collection[Path]) -> Path:
    """The film's name in `out/`: where it lies already, or else the first that no source and no other film has."""
    names = (_OUT / f"{title}{suffix}.mp4" for suffix in chain([""], (f"-{number}" for number in count(2))))
    return next(
        video
        for video in names
        if _taken(video, sources) is None and (video.resolve() == own or _is_free(video, manifest))
    )


def _is_free(video: Path, manifest: Path) -> bool:
    """Whether none of the film's files lies there, or just this film, ordered once more."""
    there = _targets(video)
    if not any(path.exists() for path in there.values()):
        return True
    try:
        return there["manifest"].read_bytes() == manifest.read_bytes()
    except OSError:
        return False
