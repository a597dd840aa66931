"""A proxy for the world outside is none for this machine: the studio's programs speak to each other directly."""

import os

_OURS = ("127.0.0.1", "localhost")


def keep_proxies_off() -> None:
    """For this process and those that it starts, whatever `http_proxy` says."""
    named = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [host.strip() for host in named.split(",") if host.strip()]
    without = ",".join([*hosts, *(host for host in _OURS if host not in hosts)])
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = without
