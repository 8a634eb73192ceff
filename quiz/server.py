"""The production servers, started from within: gunicorn where there is fork, waitress elsewhere."""

from __future__ import annotations

import io
import signal
import socket
import sys
from collections.abc import Iterable
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import connections

READERS = 32  # threads of a gunicorn worker; one of them at a time is in the application
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


def one_at_a_time(app: WSGIApplication) -> WSGIApplication:
    """Many threads may wait for slow clients, but only one at a time is let into `app`.

    A body is read before the wait, so that who sends it slowly holds up nobody. One over the
    limit is left unread: the application refuses it by its length.
    """
    gate = Lock()

    def gated(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if length.isdecimal() and 0 < int(length) <= limit:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        with gate:
            return app(environ, start_response)

    return gated


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

    options: dict[str, Any] = {
        "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
        "workers": workers,
        # Why threads, and yet one request at a time: docs/decisions/0001-serving-mode.md.
        "worker_class": "gthread",
        "threads": READERS,
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
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            return one_at_a_time(app)

    Server().run()
