"""The production servers, started from within: gunicorn where there is fork, waitress elsewhere."""

from __future__ import annotations

import signal
import socket
import sys
from typing import Any
from wsgiref.types import WSGIApplication

from django.db import connections

SERVERS = ("gunicorn", "waitress")


def default_server() -> str:
    return "waitress" if sys.platform == "win32" else "gunicorn"


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # there it would mean that two may share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(server: str, app: WSGIApplication, *, host: str, port: int, workers: int) -> None:
    """Serve until the process is told to stop."""
    connections.close_all()  # a connection must not be shared with the workers that are forked
    if server == "waitress":
        _waitress(app, host=host, port=port, workers=workers)
    else:
        _gunicorn(app, host=host, port=port, workers=workers)


def _waitress(app: WSGIApplication, *, host: str, port: int, workers: int) -> None:
    from waitress import serve  # noqa: PLC0415 - one of the two is needed, never both

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serve(
        app,
        host=host,
        port=port,
        threads=workers,  # more of them would only wait on each other at SQLite's write lock
        ident=None,
        clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES says what of them is believed
    )


def _gunicorn(app: WSGIApplication, *, host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not there on Windows

    settings: dict[str, Any] = {
        "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
        "workers": workers,
        # One request at a time in each worker: docs/decisions/0001-serving-mode.md.
        "worker_class": "gthread",
        "threads": 1,
        "preload_app": True,
        "loglevel": "warning",
        "keepalive": 15,
        "timeout": 60,
        "graceful_timeout": 15,
        "max_requests": 100_000,
        "max_requests_jitter": 10_000,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # the scheme comes from `wsgi`, the address from accounts
    }

    class Server(BaseApplication):  # type: ignore[misc, no-any-unimported, unused-ignore]
        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            return app

    Server().run()
