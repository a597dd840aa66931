"""What a page of the media library costs with 10,000 files in it, beside the same page with 10, in the same run.

Both are asked in turns by one client, so that whatever else the machine does falls on both alike. A page holds ten.
"""

import statistics
import time

import psycopg
from fastapi.testclient import TestClient

from benchmarks.result import output_path, write
from benchmarks.stage_overhead import embedded_studio
from mutoscope.accounts.api_keys import digest, issue
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.identifiers import new_id
from mutoscope.laptop.api import ROUTERS
from mutoscope.studio import Studio

FEW, MANY = 10, 10_000
TURNS = 150
WARM_UP = 20
PAGES = {
    "the newest": "/v1/media?limit=10",
    "from the middle on": "/v1/media?limit=10&after={middle}",
    "by name": "/v1/media?limit=10&sort=name&order=asc",
    "a search that finds all": "/v1/media?limit=10&search=photo",
    "a search that finds none": "/v1/media?limit=10&search=zebra",
    "the last by number": "/v1/media?limit=10&page={last}",
}
_FILL = """
INSERT INTO media (media_id, user_id, family, status, name, content_type, size, digest, expires_at, facts, variants)
SELECT 'media_' || lpad(CAST(n AS text), 10, '0') || right(CAST(%(user_id)s AS text), 16), %(user_id)s, 'picture',
       'ready', 'photo ' || n || '.jpg', 'image/jpeg', 1000 + n, md5('a' || n) || md5('b' || n), now(),
       '{"width": 4000, "height": 3000, "frames": 1}',
       '{"original": {"file": "photo.jpg", "content_type": "image/jpeg"},
         "thumbnail": {"file": "thumbnail.jpg", "content_type": "image/jpeg"}}'
  FROM generate_series(1, %(count)s) AS n
"""


def measure(studio: Studio) -> dict[str, object]:
    few, many = _owner(studio, FEW), _owner(studio, MANY)
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: studio
    with TestClient(app) as client:
        pages = {name: _compare(client, path, few, many) for name, path in PAGES.items()}
    return {"files": [FEW, MANY], "requests_each": TURNS, "pages": pages, "asked_times_at_most": 1.5}


def _owner(studio: Studio, count: int) -> tuple[dict[str, str], int, str]:
    """The headers of somebody with so many files, how many they are, and the id of the one in the middle."""
    user_id, key = new_id("user"), issue()
    pepper = studio.settings.key_pepper.get_secret_value()
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute("INSERT INTO users (user_id, name, role) VALUES (%s, 'Owner', 'super_admin')", (user_id,))
        connection.execute(
            "INSERT INTO api_keys (key_id, user_id, digest) VALUES (%s, %s, %s)",
            (key.key_id, user_id, digest(key.secret, pepper)),
        )
        connection.execute(_FILL, {"user_id": user_id, "count": count})
        connection.execute("ANALYZE media")
        middle = connection.execute(
            "SELECT media_id FROM media WHERE user_id = %s ORDER BY media_id OFFSET %s LIMIT 1", (user_id, count // 2)
        ).fetchone()
    assert middle is not None
    return {"Authorization": f"Bearer {key.secret}"}, count, str(middle[0])


def _compare(
    client: TestClient, path: str, few: tuple[dict[str, str], int, str], many: tuple[dict[str, str], int, str]
) -> dict[str, float]:
    taken: dict[int, list[float]] = {FEW: [], MANY: []}
    for turn in range(WARM_UP + TURNS):
        for headers, count, middle in (few, many):
            began = time.perf_counter()
            answer = client.get(path.format(middle=middle, last=count // 10), headers=headers)
            seconds = time.perf_counter() - began
            assert answer.status_code == 200, answer.text
            if turn >= WARM_UP:
                taken[count].append(seconds)
    small, large = (statistics.median(taken[count]) for count in (FEW, MANY))
    return {
        "ms_with_10": round(1000 * small, 2),
        "ms_with_10000": round(1000 * large, 2),
        "times": round(large / small, 2),
    }


def main() -> None:
    with embedded_studio() as studio:
        write(measure(studio), output_path())


if __name__ == "__main__":
    main()
