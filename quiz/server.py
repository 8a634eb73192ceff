"""The production servers, started from within: gunicorn where there is fork, waitress elsewhere."""

from __future__ import annotations

import socket
import sys
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

SERVERS = ("gunicorn", "waitress")


def default_server() -> str:
    return "waitress" if sys.platform == "win32" else "gunicorn"


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(server: str, app: WSGIHandler, *, host: str, port: int, workers: int) -> None:
    """Serve until the process is told to stop."""
    connections.close_all()  # a connection must not be shared with the workers that are forked
    if server == "waitress":
        from waitress import serve  # noqa: PLC0415 - one of the two is needed, never both

        # More threads would only wait on each other at SQLite's write lock.
        serve(
            app,
            host=host,
            port=port,
            threads=workers,
            ident=None,
            clear_untrusted_proxy_headers=False,
        )
    else:
        _gunicorn(app, host=host, port=port, workers=workers)


def _gunicorn(app: WSGIHandler, *, host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not there on Windows

    class Server(BaseApplication):  # type: ignore[misc, no-any-unimported, unused-ignore]
        def load_config(self) -> None:
            address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            # One request at a time in each worker, so that SQLite's writers do not queue up in
            # threads; but "gthread" rather than "sync", which an idle connection would block.
            settings: dict[str, Any] = {
                "bind": [address],
                "workers": workers,
                "worker_class": "gthread",
                "threads": 1,
                "preload_app": True,
                "keepalive": 15,
                "timeout": 60,
                "graceful_timeout": 15,
                "max_requests": 100_000,
                "max_requests_jitter": 10_000,
                "control_socket_disable": True,
                "forwarded_allow_ips": "",
            }
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> WSGIHandler:
            return app

    Server().run()
