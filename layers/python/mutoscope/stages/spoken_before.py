"""What the studio has said to its owner before: jobs of the kind speech that are about as long as a recording."""

from collections.abc import Sequence

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.engines.understanding import SpokenBefore
from mutoscope.jobs.job import JobResult
from mutoscope.stages.contracts.spoken import Spoken
from mutoscope.stages.spoken import remember
from mutoscope.studio import Studio

_MARGIN = SAMPLE_RATE // 4
"""What an encoder and a player may add or take, at 48 kHz."""


def spoken_before(studio: Studio, user_id: str, samples: int) -> Sequence[SpokenBefore]:
    """The newest first. Speech whose files are gone is forgotten."""
    span = {"least": samples - _MARGIN, "most": samples + _MARGIN}
    rows = studio.database.rows("speech_of_about", user_id=user_id, **span)
    results = [JobResult.model_validate(row["result"]) for row in rows]
    files = [result.files["words"] for result in results if "words" in result.files]
    contents = [studio.media.get_bytes(file.key) for file in files]
    return [remember(Spoken.model_validate_json(content)) for content in contents if content]
