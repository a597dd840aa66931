"""Reading a manifest from a file, and finding the files of one's own that its film was made with."""

from pathlib import Path

from pydantic import ValidationError

from mutoscope.errors import InputTooLarge, InvalidInput
from mutoscope.films.manifest import Manifest
from mutoscope.films.rebuild import own_file_keys
from mutoscope.media.inputs import digest_file, digest_of, name_of

LARGEST_BYTES = 20_000_000


class ManifestUnreadable(InvalidInput):
    """The manifest {path} cannot be read: {reason}."""

    code = "manifest_unreadable"
    hint = "A manifest is the .json file that is delivered beside a film."


class NotAManifest(InvalidInput):
    """The file {path} is not a manifest of a film: {reason}."""

    code = "not_a_manifest"
    hint = "A manifest is the .json file that is delivered beside a film."


class OwnFilesMissing(InvalidInput):
    """The film was made with files of your own that are not in {folder}: {names}."""

    code = "own_files_missing"
    hint = "Put them there, or name their folder with --files; they have to be the same files, byte for byte."


def read_manifest(path: Path) -> Manifest:
    """Raises ManifestUnreadable, NotAManifest and InputTooLarge."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputTooLarge(param="MANIFEST")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise NotAManifest(param="MANIFEST", path=path, reason="it is not text") from error
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise ManifestUnreadable(param="MANIFEST", path=path, reason=reason) from error
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NotAManifest(
            param="MANIFEST", path=path, reason=f"{where or 'its JSON'} is not as it should be"
        ) from error


def find_own_files(manifest: Manifest, folder: Path) -> dict[str, Path]:
    """Each key that the manifest names, and the file in `folder` that has its content. Raises OwnFilesMissing."""
    keys = own_file_keys(manifest)
    if not keys:
        return {}
    digests = {digest_file(path): path for path in sorted(folder.iterdir()) if path.is_file()}
    missing = [name_of(key) for key in keys if digest_of(key) not in digests]
    if missing:
        raise OwnFilesMissing(folder=folder, names=", ".join(missing))
    return {key: digests[digest_of(key)] for key in keys}
