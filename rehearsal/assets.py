"""Assets as the CDK command publishes them: packed, into the bucket that bootstrapping an account makes.

One is another than in the cloud. A layer's packages are built for Lambda's processor and Python; of a layer only our
own package is taken here, unpacked once for all functions, which find this machine's packages on their path.
"""

import compileall
import io
import py_compile
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rehearsal.assembly import Asset, Stack, Template

BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version"
_OURS = "mutoscope"


def bootstrap(engine: Any, stacks: Sequence[Stack]) -> None:
    """What `cdk bootstrap` leaves in an account: a bucket for assets, and the version of the bootstrapping."""
    s3 = engine.client("s3")
    for bucket in sorted({asset.bucket for stack in stacks for asset in stack.assets}):
        s3.create_bucket(Bucket=bucket)
    engine.client("ssm").put_parameter(Name=BOOTSTRAP_VERSION, Value="30", Type="String")


def publish(engine: Any, stack: Stack, opt: Path) -> None:
    """Puts the stack's assets where its template expects them; its layers are unpacked into the folder `opt`."""
    s3, layers = engine.client("s3"), _layers(stack.template)
    for asset in stack.assets:
        if asset.key in layers:
            # What is an archive already holds libraries alone.
            if asset.packaging == "zip" and not _is_there(s3, asset):
                _unpack(asset, opt)
            body = _pointer(opt)
        else:
            body = _packed(asset.source) if asset.packaging == "zip" else asset.source.read_bytes()
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)


def _layers(template: Template) -> set[str]:
    return {
        resource["Properties"]["Content"]["S3Key"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::LayerVersion"
    }


def _unpack(asset: Asset, opt: Path) -> None:
    packages = asset.source / "python"

    def foreign(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name != _OURS] if Path(folder) == packages else []

    shutil.copytree(asset.source, opt, ignore=foreign, dirs_exist_ok=True)
    # What comes compiled is compiled for another Python.
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(opt / "python", quiet=2, force=True, invalidation_mode=unchecked)


def _is_there(s3: Any, asset: Asset) -> bool:
    """Several stacks have the same layer."""
    found = s3.list_objects_v2(Bucket=asset.bucket, Prefix=asset.key)
    return bool(found["KeyCount"])


def _pointer(opt: Path) -> bytes:
    """A layer that leads to the unpacked one: the engine would unpack it anew for every process of every function."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("python/lib/python3/site-packages/layer.pth", f"{opt / 'python'}\n")
    return packed.getvalue()


def _packed(folder: Path) -> bytes:
    """Uncompressed: it is unpacked on the same machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return packed.getvalue()
