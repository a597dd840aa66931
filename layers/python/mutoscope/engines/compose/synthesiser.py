"""The embedded composer: it writes a score for a mood and plays it with computed instruments.

The same mood, length and seed always give the same bytes; the music is exactly as long as asked for.
"""

from collections.abc import Mapping

from mutoscope.engines.compose.arrangement import arrange
from mutoscope.engines.compose.midi import to_midi
from mutoscope.engines.compose.mood import Mood
from mutoscope.engines.compose.moods import MOODS, require_mood
from mutoscope.engines.compose.raga import arrange_raga
from mutoscope.engines.compose.score import Score
from mutoscope.engines.tasks import SAMPLE_RATE, ComposeRequest, Music
from mutoscope.errors import InvalidInput
from mutoscope.settings import Settings

LONGEST = 1_800


class MusicLength(InvalidInput):
    """Music of {seconds} seconds cannot be composed."""

    code = "music_length"
    hint = "Ask for 1 to {most} seconds."


class Synthesiser:
    name = "synthesiser"
    version = "3"

    def moods(self) -> Mapping[str, str]:
        return {name: mood.description for name, mood in MOODS.items()}

    def compose(self, request: ComposeRequest) -> Music:
        """Raises UnknownMood and MusicLength."""
        # Who orders music hears none of it.
        from mutoscope.engines.compose.mastering import master
        from mutoscope.engines.compose.mixing import Mixer

        score, samples = write_score(request), request.seconds * SAMPLE_RATE
        bar = round(score.bar * score.seconds_per_tick * SAMPLE_RATE)
        return Music(
            samples=master(Mixer(score, samples).blocks(), samples),
            ending=samples - score.home // score.bar * bar,
            bar=bar,
            midi=to_midi(score),
        )


def write_score(request: ComposeRequest) -> Score:
    """The notes of a piece, without its sound. Raises UnknownMood and MusicLength."""
    mood = require_mood(request.mood)
    if not 1 <= request.seconds <= LONGEST:
        raise MusicLength(param="seconds", seconds=request.seconds, most=LONGEST)
    if isinstance(mood, Mood):
        return arrange(mood, request.seconds, request.seed)
    return arrange_raga(mood, request.seconds, request.seed)


def offer(settings: Settings) -> Synthesiser:  # noqa: ARG001 - every engine is offered the settings.
    return Synthesiser()
