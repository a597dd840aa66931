"""Assets as the CDK command publishes them: packed, into the bucket that bootstrapping an account makes.

One is another than in the cloud. A layer's packages are built for Lambda's processor and Python; here it holds our own
package alone, compiled for this machine's Python, whose packages the engine's functions find on their path.
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
from rehearsal.failure import RehearsalFailed

OPT = "opt"
"""Among the unpacked layers: all of them together, as a function in the cloud finds them at /opt."""
BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version"
_PACKAGE = Path("python", "mutoscope")
_NOTHING = b"PK\x05\x06" + bytes(18)
"""An archive without files."""


def bootstrap(engine: Any, stacks: Sequence[Stack]) -> None:
    """What `cdk bootstrap` leaves in an account: a bucket for assets, and the version of the bootstrapping."""
    s3 = engine.client("s3")
    for bucket in sorted({asset.bucket for stack in stacks for asset in stack.assets}):
        s3.create_bucket(Bucket=bucket)
    engine.client("ssm").put_parameter(Name=BOOTSTRAP_VERSION, Value="30", Type="String")


def publish(engine: Any, stack: Stack, layers: Path) -> None:
    """Puts the stack's assets where its template expects them; layers are unpacked under `layers`, too."""
    s3, known = engine.client("s3"), _layers(stack.template)
    for asset in stack.assets:
        body = _layer_body(asset, layers / asset.key) if asset.key in known else _body(asset)
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)


def _body(asset: Asset) -> bytes:
    return _packed(asset.source) if asset.packaging == "zip" else asset.source.read_bytes()


def _layer_body(asset: Asset, target: Path) -> bytes:
    """A layer of libraries alone comes as an archive, and nothing of it is for this machine."""
    return _packed(_local_layer(asset, target)) if asset.packaging == "zip" else _NOTHING


def _layers(template: Template) -> set[str]:
    return {
        resource["Properties"]["Content"]["S3Key"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::LayerVersion"
    }


def _local_layer(asset: Asset, target: Path) -> Path:
    if not (asset.source / _PACKAGE).is_dir():
        raise RehearsalFailed(f"A layer without {_PACKAGE}: {asset.source.name}.")
    if not target.exists():
        foreign = asset.source / "python"

        def other(folder: str, names: list[str]) -> list[str]:
            return [name for name in names if name != _PACKAGE.name] if Path(folder) == foreign else []

        shutil.copytree(asset.source, target, ignore=other)
        # Each function unpacks it anew; with the compiled files none has to compile it anew.
        unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(target / _PACKAGE, quiet=2, force=True, invalidation_mode=unchecked)
        shutil.copytree(target, target.with_name(OPT), dirs_exist_ok=True)
    return target


def _packed(folder: Path) -> bytes:
    """Uncompressed: it is unpacked on the same machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return packed.getvalue()
