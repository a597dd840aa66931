"""Which path of the HTTP API leads to which function. A greedy path takes everything below it, not itself."""


def _with_all_below(*paths: str) -> tuple[str, ...]:
    return tuple(each for path in paths for each in (path, _below(path)))


def _below(path: str) -> str:
    return f"{path}/{{proxy+}}"


_DOCUMENTS = ("analysis", "auth", "batch", "images", "photo", "scripts", "status", "tts", "veo3", "video")

ROUTES: dict[str, tuple[str, ...]] = {
    "films": _with_all_below("/v1/films"),
    "jobs": (*_with_all_below("/v1/jobs"), "/v1/kinds", "/health"),
    "progress": (_below("/v1/progress"),),
    "media": (
        _below("/v1/inputs"),
        *_with_all_below("/v1/references", "/v1/media"),
        _below("/v1/shared"),
        _below("/v1/public"),
        "/v1/history",
    ),
    "users": (
        _below("/v1/auth"),
        *_with_all_below("/v1/me", "/v1/api_keys", "/v1/provider_keys", "/v1/audit_log"),
    ),
    "credits": ("/v1/quotes", *_with_all_below("/v1/credits")),
    "projects": _with_all_below("/v1/projects", "/v1/scripts"),
    "files": _with_all_below("/v1/files"),
    "batches": _with_all_below("/v1/batches"),
    "videos": _with_all_below("/v1/videos"),
    "admin": (_below("/v1/admin"),),
    "webhooks": _with_all_below("/v1/webhooks"),
    "audio": (_below("/v1/audio"),),
    "images": (_below("/v1/images"),),
    "models": (*_with_all_below("/v1/models"), "/v1/moderations"),
    "replicate": (_below("/replicate/v1"),),
    "elevenlabs": (_below("/elevenlabs/v1"), _below("/elevenlabs/v2")),
    "documents": ("/api/videos", "/api/batch", *(_below(f"/api/{name}") for name in _DOCUMENTS)),
}

LOG_INS = (_below("/v1/auth"), _below("/api/auth"))
"""Where passwords are tried."""
