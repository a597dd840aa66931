"""Where weights lie on this machine, how they get there, and that they are the ones that were pinned.

`weights.lock.json` in the folder of models holds each repository's commit and the SHA-256 of every file: the first pull
writes it, every later one must agree with it. Nothing that can carry code (pickles, Python) is fetched from the hub.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from gpu_container.errors import WeightsAltered, WeightsMissing
from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client, file_transfer
from mutoscope.engines.models import Model
from mutoscope.settings import Settings

LOCK = "weights.lock.json"
_WANTED = (".safetensors", ".json", ".txt", ".model", ".jinja")


class LockedFile(BaseModel):
    model_config = ConfigDict(frozen=True)

    sha256: str
    size: int


class Locked(BaseModel):
    """One repository as it was pulled: `revision` is a commit, or empty where the source has none."""

    model_config = ConfigDict(frozen=True)

    revision: str
    files: dict[str, LockedFile]


def repositories(model: Model) -> dict[str, str]:
    """Every repository that the row draws from, with the revision it names."""
    found = {model.repo: model.revision} if model.repo else {}
    found.update({part.repo: part.revision for part in model.parts.values()})
    found.update({each.repo: each.revision for each in model.attachments})
    return found


def folder_of(settings: Settings, repo: str) -> Path:
    return settings.models / repo.replace("/", "--")


def require_weights(settings: Settings, model: Model) -> None:
    """Brings what is missing. Raises WeightsMissing, WeightsAltered."""
    lock = read_lock(settings)
    for repo in repositories(model):
        if repo in lock and _sizes_agree(folder_of(settings, repo), lock[repo]):
            continue
        if settings.models_source == "none":
            raise WeightsMissing(engine=model.name, reason=f"{repo} is not in {settings.models}")
        pull(settings, model)
        return


def pull(settings: Settings, model: Model) -> dict[str, Locked]:
    """Fetches every repository of the row and pins it. Raises WeightsMissing, WeightsAltered."""
    pulled = {}
    for repo, revision in repositories(model).items():
        known = read_lock(settings).get(repo)
        commit = _fetch(settings, model, repo, revision or (known.revision if known else ""))
        found = hash_files(folder_of(settings, repo), commit)
        if known is not None and (not revision or revision == known.revision):
            _require_same(model, known, found)
        pulled[repo] = found
        _write_lock(settings, {**read_lock(settings), repo: found})
    return pulled


def check(settings: Settings, model: Model) -> int:
    """Hashes every file anew against the lock; answers how many bytes they are."""
    lock, size = read_lock(settings), 0
    for repo in repositories(model):
        if repo not in lock:
            raise WeightsMissing(engine=model.name, reason=f"{repo} was never pulled into {settings.models}")
        found = hash_files(folder_of(settings, repo), lock[repo].revision)
        _require_same(model, lock[repo], found)
        size += sum(file.size for file in found.files.values())
    return size


def pin(settings: Settings, repo: str) -> None:
    """Enters a folder that was made here, not fetched, into the lock."""
    _write_lock(settings, {**read_lock(settings), repo: hash_files(folder_of(settings, repo), "")})


def read_lock(settings: Settings) -> dict[str, Locked]:
    path = settings.models / LOCK
    if not path.exists():
        return {}
    return {repo: Locked.model_validate(entry) for repo, entry in json.loads(path.read_text()).items()}


def hash_files(folder: Path, revision: str) -> Locked:
    files = {}
    for path in _files(folder):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files[path.relative_to(folder).as_posix()] = LockedFile(sha256=digest, size=path.stat().st_size)
    return Locked(revision=revision, files=files)


def _write_lock(settings: Settings, lock: dict[str, Locked]) -> None:
    settings.models.mkdir(parents=True, exist_ok=True)
    document = {repo: lock[repo].model_dump() for repo in sorted(lock)}
    fresh = settings.models / f"{LOCK}.new"
    fresh.write_text(json.dumps(document, indent=1) + "\n")
    fresh.replace(settings.models / LOCK)


def _require_same(model: Model, known: Locked, found: Locked) -> None:
    for name, file in known.files.items():
        if found.files.get(name) != file:
            raise WeightsAltered(engine=model.name, reason=name)


def _sizes_agree(folder: Path, locked: Locked) -> bool:
    """A look at the sizes: hashing 24 GB at every start would take longer than loading them."""
    paths = {name: folder / name for name in locked.files}
    return all(paths[name].exists() and paths[name].stat().st_size == locked.files[name].size for name in paths)


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)


def _fetch(settings: Settings, model: Model, repo: str, revision: str) -> str:
    """Fetches into the repository's folder; answers the commit, if the source has one."""
    source, target = settings.models_source, folder_of(settings, repo)
    if source == "hub":
        return _from_hub(model, repo, revision, target)
    if source.startswith("s3://"):
        _from_s3(settings, model, f"{source.removeprefix('s3://').rstrip('/')}/{target.name}", target)
        return revision
    origin = Path(source) / target.name
    if not origin.is_dir():
        raise WeightsMissing(engine=model.name, reason=f"there is no folder {origin}")
    shutil.copytree(origin, target, dirs_exist_ok=True)
    return revision


def _from_hub(model: Model, repo: str, revision: str, target: Path) -> str:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        found = HfApi().model_info(repo, revision=revision or None)
        commit, names = str(found.sha), [each.rfilename for each in found.siblings or ()]
        wanted = chosen_files(names, model.variant, tensors_only=model.engine != "module")
        snapshot_download(repo, revision=commit, local_dir=target, allow_patterns=wanted)
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        reason = f"the hub did not give {repo}: {type(error).__name__}"
        raise WeightsMissing(engine=model.name, reason=reason) from error
    return commit


def chosen_files(names: list[str], variant: str, *, tensors_only: bool) -> list[str]:
    """What of a repository is fetched: where a folder has the variant's weights, those alone; no single-file copies.

    `tensors_only` leaves pickles out; those of a plain module are read with `weights_only`.
    """
    wanted = [name for name in names if name.endswith(_WANTED if tensors_only else (*_WANTED, ".pth"))]
    whole = "model_index.json" in names
    mark = f".{variant}."
    special = {name.rpartition("/")[0] for name in wanted if variant and mark in name}

    def fits(name: str) -> bool:
        folder = name.rpartition("/")[0]
        if not name.endswith((".safetensors", ".safetensors.index.json")):
            return True
        if whole and not folder:
            return False
        return mark in name if folder in special else not variant or folder not in special

    return [name for name in wanted if fits(name)]


def _from_s3(settings: Settings, model: Model, place: str, target: Path) -> None:
    bucket, _, prefix = place.partition("/")
    s3 = client("s3", settings)
    with translated("The store of weights"):
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
        names = [found["Key"] for page in pages for found in page.get("Contents", [])]
        if not names:
            raise WeightsMissing(engine=model.name, reason=f"there is nothing at s3://{place}")
        with file_transfer(s3) as transfer:
            for name in names:
                path = target / name.removeprefix(f"{prefix}/")
                path.parent.mkdir(parents=True, exist_ok=True)
                transfer.download_file(bucket, name, str(path))
