"""Where a film's files were written, by the film: built again, it takes its own place and nobody else's."""

from pathlib import Path

from mutoscope.laptop.home import write_whole


class Deliveries:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place_of(self, film_id: str) -> Path | None:
        try:
            return Path((self._folder / film_id).read_text(encoding="utf-8"))
        except OSError:
            return None

    def keep(self, film_id: str, video: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / film_id, str(video.resolve()))
