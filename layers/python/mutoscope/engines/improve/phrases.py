"""The embedded improver: it keeps every word of the writer's and adds what a prompt lacks, from lists of phrases.

It understands nothing: it looks which aspects (light, framing, ...) have a word in the prompt already, and adds one
phrase for each that has none, chosen by time and place where the prompt names them.
"""

import hashlib
import re

from mutoscope.engines.improve.vocabulary import ASPECTS, Aspect
from mutoscope.engines.understanding import Improved, ImproveRequest
from mutoscope.settings import Settings


class PhraseImprover:
    name = "phrases"
    version = "1"

    def improve(self, request: ImproveRequest) -> tuple[Improved, ...]:
        return tuple(_improved(request, number) for number in range(request.count))


def offer(settings: Settings) -> PhraseImprover:  # noqa: ARG001 - every engine is offered the settings.
    return PhraseImprover()


def _improved(request: ImproveRequest, number: int) -> Improved:
    own = " ".join(request.prompt.split()).rstrip(" .,;")
    style = () if _says(own, request.style) else (request.style,)
    lacking = [aspect for aspect in ASPECTS[request.medium] if not aspect.said.search(f"{own} {request.style}")]
    added = (*style, *(_phrase(aspect, own, request.seed, number) for aspect in lacking))
    return Improved(prompt=", ".join([own, *added]), added=added)


def _says(prompt: str, style: str) -> bool:
    return not style or style.lower() in prompt.lower()


def _phrase(aspect: Aspect, prompt: str, seed: int, number: int) -> str:
    """The same words and seed choose the same phrases; each further way takes the next one of the list."""
    fitting = next(
        (phrases for words, phrases in aspect.where if re.search(words, prompt, re.IGNORECASE)), aspect.plain
    )
    start = int.from_bytes(hashlib.sha256(f"{seed} {aspect.name} {prompt}".encode()).digest()[:4], "big")
    return fitting[(start + number) % len(fitting)]
