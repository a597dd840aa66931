"""The formats that speech is delivered in, by what the order calls them and the file that bears them."""

from enum import StrEnum


class SoundFormat(StrEnum):
    FLAC = "flac"
    MP3 = "mp3"
    OPUS = "opus"
    AAC = "aac"
    WAV = "wav"
    PCM = "pcm"

    @property
    def file(self) -> str:
        return f"speech.{self.value}"
