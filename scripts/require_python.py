"""Refuses a Python that cannot run the studio, in one sentence; every Python since 2.6 can read this file."""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)

if not OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
    sys.exit(
        "Error: Mutoscope needs Python 3.11 to 3.14; `" + sys.executable + "` is " + sys.version.split()[0] + ".\n"
        "Install one of these and name it: make film PYTHON=python3.12 TOPIC=..."
    )
