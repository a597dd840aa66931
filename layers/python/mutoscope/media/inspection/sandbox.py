"""Inspecting a file in a process of its own, with nothing but the file: no environment, no folder, no time to waste.

What comes back is read from files that this process opened, and is checked like anything that a stranger sends.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from mutoscope.media.file_type import JPEG, PNG, known
from mutoscope.media.inspection.report import LARGEST_REPORT, LARGEST_VARIANT, Facts, Refused, Report
from mutoscope.media.refusals import REFUSALS, InspectionEnded
from mutoscope.observability import logger

WALL_SECONDS = 120
_LOOK_SECONDS = 0.1
CHILD = "mutoscope.media.inspection.child"


@dataclass(frozen=True)
class Inspection:
    content_type: str
    facts: Facts
    thumbnail: bytes
    """JPEG; empty when there is none, like the next."""
    waveform: bytes
    """PNG."""
    seal: tuple[str, ...]


def inspect(path: Path, name: str, *, seconds: float = WALL_SECONDS) -> Inspection:
    """What the file is. Raises one of `REFUSALS`, or InspectionEnded when it was stopped."""
    with (
        path.open("rb") as file,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as thumbnail,
        tempfile.TemporaryFile() as waveform,
    ):
        status = _run(file, answer, thumbnail, waveform, seconds)
        report = _read_report(answer) if status == 0 else None
        if report is None:
            logger.warning("inspection ended", status=status)
            raise InspectionEnded(param="file", name=name)
        if report.refused is not None:
            raise _refusal(report.refused, name)
        return Inspection(
            content_type=str(report.content_type),
            facts=report.facts,
            thumbnail=_picture(thumbnail, JPEG.content_type),
            waveform=_picture(waveform, PNG.content_type),
            seal=report.seal,
        )


def _run(file: IO[bytes], answer: IO[bytes], thumbnail: IO[bytes], waveform: IO[bytes], seconds: float) -> int:
    numbers = (thumbnail.fileno(), waveform.fileno())
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", CHILD, *map(str, numbers)],
        stdin=file,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        pass_fds=numbers,
        # Nothing of ours: the environment of this process holds keys.
        env={
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
            "OPENBLAS_NUM_THREADS": "1",
            "VIPS_CONCURRENCY": "1",
            "PYDANTIC_DISABLE_PLUGINS": "__all__",
            "LC_ALL": "C.UTF-8",
        },
        cwd="/",
        start_new_session=True,
    )
    try:
        return _watch(process, time.monotonic() + seconds)
    finally:
        process.kill()
        process.wait()


def _watch(process: subprocess.Popen[bytes], deadline: float) -> int:
    """Its exit status; the status of a kill when it took too long or too much memory, whatever the system bounds."""
    # What looks after the process is loaded with the first that there is.
    from mutoscope.media.inspection.seal import MEMORY_BYTES

    while time.monotonic() < deadline:
        try:
            return process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if _resident(process.pid) > MEMORY_BYTES:
                break
    process.kill()
    return process.wait()


def _resident(pid: int) -> int:
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _read_report(answer: IO[bytes]) -> Report | None:
    answer.seek(0)
    try:
        report = Report.model_validate_json(answer.read(LARGEST_REPORT))
    except ValidationError:
        return None
    return report if report.refused or report.content_type else None


def _refusal(refused: Refused, name: str) -> Exception:
    try:
        return REFUSALS[refused.code](param="file", name=name, **refused.facts)
    except (KeyError, TypeError):
        return InspectionEnded(param="file", name=name)


def _picture(file: IO[bytes], content_type: str) -> bytes:
    """Of the type that was agreed on, and not larger than it can be; otherwise none."""
    file.seek(0)
    content = file.read(LARGEST_VARIANT + 1)
    found = known(content[:64])
    fits = found is not None and found.content_type == content_type and len(content) <= LARGEST_VARIANT
    return content if fits else b""
