"""What every clip is ordered with: its length, its size, how it sounds, and the chance it is made by."""

from typing import Annotated

from pydantic import Field, model_validator

from mutoscope.clips.sound_order import ClipSound, order_sound
from mutoscope.films.request import Text
from mutoscope.kinds.kind import KindRequest
from mutoscope.settings import Settings

Side = Annotated[int, Field(ge=128, le=1_920, multiple_of=2)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
MOST_PIXELS = 1_920 * 1_080


class ClipRequest(KindRequest):
    """`narration` is spoken by `voice`; `music` is a mood. Left out, neither is heard.

    A `voice` without a narration reads the prompt. Width times height is at most that of 1,920 by 1,080. `model` is a
    row of the catalogue; left out, the studio takes one that can do it, or the embedded engine.
    """

    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    seconds: Annotated[int, Field(ge=1, le=60)] = 5
    width: Side = 1_280
    height: Side = 720
    fps: Annotated[int, Field(ge=8, le=60)] = 30
    seed: Seed = 0
    language: Text = "en"
    narration: Annotated[Text, Field(max_length=1_200)] = ""
    voice: Text | None = None
    music: Text | None = None
    model: Annotated[str, Field(max_length=64)] = ""
    exact: bool = False
    """Whether a model works on it alone, so that it comes out the same to the bit; the embedded engine always does."""

    @model_validator(mode="after")
    def _is_of_a_size(self) -> "ClipRequest":
        if self.width * self.height > MOST_PIXELS:
            raise ValueError(f"{self.width} by {self.height} pixels are too many; at most {MOST_PIXELS} are made")
        return self

    @property
    def is_heard(self) -> bool:
        return bool(self.narration or self.voice or self.music not in (None, "none"))

    def sound(self, settings: Settings) -> ClipSound:
        """Raises UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, UnknownMood."""
        said = self.narration or (self.prompt[:1_200] if self.voice else "")
        return order_sound(settings, said, self.language, self.voice, self.music)
