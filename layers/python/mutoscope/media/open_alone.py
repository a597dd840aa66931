"""Opening a container of sound or film so that nothing but the file itself is read, whatever it names."""

from typing import BinaryIO

import av
from av.container import InputContainer

from mutoscope.media.file_type import FileType

_ALONE = {"protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}


def open_alone(file: BinaryIO, kind: FileType) -> InputContainer:
    """The demuxer is named, so that the content cannot choose one that opens other files, such as a playlist."""
    container = av.open(file, "r", format=kind.reader, metadata_errors="ignore", options=_ALONE)
    assert isinstance(container, InputContainer)
    return container
