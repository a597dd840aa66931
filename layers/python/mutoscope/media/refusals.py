"""Why a file does not come into the library: each with a code, a sentence, and what to do about it."""

from mutoscope.errors import InputTooLarge, InvalidInput, MutoscopeError
from mutoscope.media.library_types import NAMES


class NotATypeOfOurs(InvalidInput):
    """The file {name} is of no type that the library takes."""

    code = "type_not_taken"
    hint = f"The content counts, not the name. Taken are {NAMES}."


class SvgNotTaken(InvalidInput):
    """The file {name} is an SVG, which can hold programs and read other files."""

    code = "svg_not_taken"
    hint = "Export it as a PNG."


class PlaylistNotTaken(InvalidInput):
    """The file {name} is a playlist: it only names other files."""

    code = "playlist_not_taken"
    hint = "Send the sound or film itself."


class TwoFilesInOne(InvalidInput):
    """The file {name} is two things at once: behind or inside it lies something of another type."""

    code = "two_files_in_one"
    hint = "Open it in a program for its type and save it again."


class PictureTooLarge(InputTooLarge):
    """The picture {name} has {width} × {height} pixels; a picture has at most {most} million."""

    code = "picture_too_large"
    hint = "Scale it down; a film shows at most 1,920 × 1,080 of them."


class PictureBroken(InvalidInput):
    """The picture {name} is cut off or damaged and cannot be read."""

    code = "picture_broken"
    hint = "Open it in a viewer and save it again."


class TooManyFrames(InputTooLarge):
    """The picture {name} has {frames} frames or more; an animation has at most {most}."""

    code = "too_many_frames"
    hint = "Send it as a film, or shorten it."


class SoundBroken(InvalidInput):
    """The sound {name} cannot be played: {reason}."""

    code = "sound_broken"
    hint = "Open it in a player and save it again as WAV, MP3 or FLAC."


class SoundTooLong(InputTooLarge):
    """The sound {name} is longer than {most} seconds."""

    code = "sound_too_long"
    hint = "Cut it; a scene's voice takes at most ten minutes, a film's music half an hour."


class FilmBroken(InvalidInput):
    """The film {name} cannot be played: {reason}."""

    code = "film_broken"
    hint = "Open it in a player and save it again as MP4 or WebM."


class FilmTooLarge(InputTooLarge):
    """The film {name} has {width} × {height} pixels; a frame has at most {most} million."""

    code = "film_too_large"
    hint = "Scale it down; 4,096 × 2,304 is the largest that is taken."


class FilmTooLong(InputTooLarge):
    """The film {name} is longer than {most} seconds."""

    code = "film_too_long"
    hint = "Cut it into parts."


class ArchiveTooLarge(InputTooLarge):
    """The document {name} would unpack to more than it may: {reason}."""

    code = "archive_too_large"
    hint = "Save it again in a word processor, with smaller pictures."


class DocumentBroken(InvalidInput):
    """The document {name} cannot be read: {reason}."""

    code = "document_broken"
    hint = "Open it in a program for its type and save it again, without a password."


class InspectionEnded(InvalidInput):
    """The file {name} needed more time or memory to be looked at than a file of its type may."""

    code = "inspection_ended"
    hint = "Save it again in a usual program; if it is very large, make it smaller."


class OtherSize(InvalidInput):
    """Of the file {name} {found} bytes arrived, and {size} were announced."""

    code = "other_size"
    hint = "Announce it again with its true size and send it whole."


class OtherHash(InvalidInput):
    """The file {name} arrived with another SHA-256 than was announced."""

    code = "other_hash"
    hint = "It was damaged on its way or is another file; announce and send it again."


class OtherFamily(InvalidInput):
    """The file {name} was announced as a {announced}, and it is a {found}."""

    code = "other_family"
    hint = "Announce it again with the content_type that it has."


class Infected(InvalidInput):
    """The virus scanner found {virus} in the file {name}."""

    code = "infected"
    hint = "Do not open it. The studio keeps no copy."


class TooLargeToScan(InputTooLarge):
    """The file is larger than the virus scanner looks at."""

    code = "too_large_to_scan"
    hint = "Send a smaller file, or raise StreamMaxLength of the scanner."


REFUSALS: dict[str, type[MutoscopeError]] = {
    each.code: each
    for each in (
        *(NotATypeOfOurs, SvgNotTaken, PlaylistNotTaken, TwoFilesInOne, TooManyFrames),
        *(PictureBroken, PictureTooLarge, SoundBroken, SoundTooLong, FilmBroken, FilmTooLarge, FilmTooLong),
        *(ArchiveTooLarge, DocumentBroken),
    )
}
"""What the inspecting process may answer."""
