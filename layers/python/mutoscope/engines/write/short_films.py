"""Choosing the passages of a film so short that each of them decides whether it comes out as long as it was ordered.

Invariant: of all choices of a few of the best passages, the one that fits the time and tells most.
"""

from collections.abc import Sequence
from itertools import combinations

from mutoscope.engines.write.candidates import Candidate, repeats
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.films.pace import PAUSE_SECONDS, SCENE_SECONDS

_CONSIDERED, _MOST_PASSAGES = 12, 6
_NEAR_ENOUGH, _OFF = 0.04, 6.0
_WITHOUT_END, _ALONE = 0.15, 0.3
_SAME = 0.5


def choose_short(candidates: Sequence[Candidate], told: Sequence[Told], language: str, seconds: float) -> set[int]:
    """The places of the sentences to tell; `candidates` the best first, but for the ending, which goes before them."""
    room = seconds * (1 + PAUSE_SECONDS / SCENE_SECONDS)
    spoken = [spoken_seconds(sentence.text, language) + PAUSE_SECONDS for sentence in told]
    ending, considered = candidates[0], candidates[:_CONSIDERED]

    def cost(chosen: Sequence[Candidate]) -> float:
        places = {place for candidate in chosen for place in candidate.places}
        missed = abs(sum(spoken[place] for place in places) - room) / room
        worth = sum(candidate.score for candidate in chosen) / len(chosen)
        open_ended = 0.0 if ending in chosen else _WITHOUT_END
        return _OFF * max(0.0, missed - _NEAR_ENOUGH) + open_ended + (_ALONE if len(places) == 1 else 0) - worth

    several = (
        chosen for count in range(1, _MOST_PASSAGES + 1) for chosen in combinations(considered, count)
        if not _says_twice(chosen)
    )  # fmt: skip
    return {place for candidate in min(several, key=cost) for place in candidate.places}


def _says_twice(chosen: Sequence[Candidate]) -> bool:
    return any(repeats(one.words, [other.words], _SAME) for one, other in combinations(chosen, 2))
