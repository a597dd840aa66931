"""The embedded looker: it tells what it measured, in sentences, and offers prompts of the same look.

It recognises no things and no people, and says so: what the picture shows comes from whoever names its subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutoscope.engines.look.words import (
    colour_words,
    composition_words,
    light_words,
    medium_words,
    place_words,
    shape_words,
    sharpness_words,
)
from mutoscope.engines.understanding import Focus, LookRequest, Seen
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from mutoscope.engines.look.measure import Measurements

_UNSEEN = "Measured, not recognised: no things, faces or places were looked for."


class MeasuringLooker:
    name = "measurements"
    version = "1"

    def look(self, request: LookRequest) -> Seen:
        paragraphs = [text for focus, text in _paragraphs(request.measured) if request.focus in (Focus.ALL, focus)]
        return Seen(report="\n\n".join([*paragraphs, _UNSEEN]), prompts=_prompts(request.measured, request.subject))


def offer(settings: Settings) -> MeasuringLooker:  # noqa: ARG001 - every engine is offered the settings.
    return MeasuringLooker()


def _paragraphs(seen: Measurements) -> tuple[tuple[Focus, str], ...]:
    exif = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in seen.exif.items())
    shares = ", ".join(f"{colour.name} ({colour.hex}, {round(100 * colour.share)} %)" for colour in seen.colours)
    technique = f"Technique: {sharpness_words(seen)}; {medium_words(seen)}."
    return (
        (Focus.COMPOSITION, f"Composition: {shape_words(seen)}; {composition_words(seen)}."),
        (Focus.LIGHT, f"Light: {light_words(seen)}; brightness {seen.brightness} and contrast {seen.contrast} of 100."),
        (Focus.COLOURS, f"Colours: {colour_words(seen)}: {shares}."),
        (Focus.TECHNIQUE, f"{technique} The file says: {exif}." if exif else technique),
    )


def _prompts(seen: Measurements, subject: str) -> tuple[str, ...]:
    """The same look, the same colours in other light, and the same composition drawn."""
    named, where = subject or "the same subject", f"what matters at the {place_words(seen)}"
    palette = ", ".join(colour.name for colour in seen.colours[:3]) or "grey"
    other = "in bright morning light, high key" if seen.brightness < 50 else "at night, low key, one warm lamp"
    return (
        f"{named}, {light_words(seen)}, {colour_words(seen)}, in {palette}, {where}",
        f"{named}, {other}, in {palette}, {where}",
        f"{named} as a flat illustration with clear shapes, in {palette}, {where}",
    )
