"""The segment stage: a scene rendered to video from its timeline and picture.

What depends on a neighbour is not in it: frames that show the picture before as well are the master's, which joins
them from this scene's first view and the other's last one.
"""

from mutoscope.render.layers import LAYERS, LayersFile, PictureSource, layered
from mutoscope.render.planes import save_planes
from mutoscope.render.poster import appeal, save_poster
from mutoscope.render.segment import render_scene
from mutoscope.stages.contracts.picture import PICTURE
from mutoscope.stages.contracts.segment import FIRST_VIEW, LAST_VIEW, POSTER, SEGMENT, SegmentFacts, SegmentInputs
from mutoscope.stages.stage import Bench


def run(inputs: SegmentInputs, bench: Bench) -> SegmentFacts:
    timeline = inputs.timeline
    pictures = {shot.picture: picture_of(shot.picture, bench) for shot in timeline.shots}
    first = timeline.shots[0].joined_frames
    views = render_scene(
        timeline, pictures, bench.folder / SEGMENT, fonts=bench.settings.assets, first=first, on_progress=bench.report
    )
    if first:
        save_planes(views.first, bench.folder / FIRST_VIEW)
    if timeline.shots[-1].leaving.joins:
        save_planes(views.last, bench.folder / LAST_VIEW)
    save_poster(views.middle, bench.folder / POSTER)
    return SegmentFacts(frames=timeline.frames - first, appeal=appeal(views.middle))


def picture_of(key: str, bench: Bench) -> PictureSource:
    """The picture stage's result, in layers where it has some."""
    if not bench.read(key).facts.get("layers"):
        return bench.fetch(key, PICTURE)
    file = LayersFile.model_validate_json(bench.fetch(key, LAYERS).read_bytes())
    return layered(file, {layer.file: bench.fetch(key, layer.file) for layer in file.layers})
