"""What every function takes of the room that Lambda has: `python -m cdk.budgets`, once the layers are built.

It fails where one does not fit, and where something is missing, since what is not there weighs nothing.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cdk.packaging import CONTAINED, MOST_UNPACKED, Packages, PackageTooLarge, package, unpacked
from cdk.packaging_archive import PYTHON, lambdas_python

SHOWN = 3


def main() -> int:
    with TemporaryDirectory() as folder:
        try:
            return tell(package(Path(folder), lambdas_python()))
        except PackageTooLarge as error:
            return _fail(str(error))


def tell(packages: Packages) -> int:
    """Says which functions are the largest, and answers the exit status."""
    if not packages.is_whole:
        return _fail(f"A layer is not built, or there is no Python {PYTHON}: run `make package`.")
    sizes = {name: size for name, size in unpacked(packages).items() if name not in CONTAINED}
    for name, size in sorted(sizes.items(), key=lambda each: -each[1])[:SHOWN]:
        print(f"{name} with its layers: {size / 2**20:.0f} of {MOST_UNPACKED / 2**20:.0f} MiB")
    return 0


def _fail(reason: str) -> int:
    print(f"Error: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
