"""`python -m gpu_container.tiny FOLDER` builds what is missing there."""

import sys
from pathlib import Path

from gpu_container.tiny.build import build_all
from mutoscope.settings import settings

if __name__ == "__main__":
    for repo in build_all(settings().model_copy(update={"models": Path(sys.argv[1])})):
        print(f"built {repo}")
