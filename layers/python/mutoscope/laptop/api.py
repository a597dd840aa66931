"""The studio's whole API in one process: every router under functions/, on uvicorn, on loopback."""

import uvicorn

from functions.admin.routes import router as admin
from functions.films.routes import router as films
from functions.jobs.routes import router as jobs
from functions.media.routes import router as media
from functions.users.routes import router as users
from mutoscope.adapters.http.app import create_app
from mutoscope.settings import settings

ROUTERS = (films, jobs, media, users, admin)

app = create_app(ROUTERS)


def main() -> None:
    uvicorn.run(
        app, host="127.0.0.1", port=settings().port, log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )


if __name__ == "__main__":
    main()
