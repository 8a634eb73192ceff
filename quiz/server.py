"""The production servers, started from within: gunicorn where there is fork, waitress elsewhere."""

from __future__ import annotations

import io
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import connection, connections

Line = Callable[[], AbstractContextManager[object]]

READERS = 32  # threads of a gunicorn worker that wait for clients
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
    """Many threads may wait for slow clients; one thread of its own runs `app`, first come first.

    A body is read before it, so that who sends it slowly holds up nobody. One over the limit is
    left unread: the application refuses it by its length. The thread starts with the first
    request, which is after the fork.
    """
    runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="app")

    def queued(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if length.isdecimal() and 0 < int(length) <= limit:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        return runner.submit(app, environ, start_response).result()

    return queued


@contextmanager
def file_line(path: Path) -> Iterator[None]:
    """A lock between processes that the kernel hands on, where SQLite would sleep and try again.

    Opened anew each time: workers that shared an open file would share the lock as well. The
    kernel frees it when its holder dies.
    """
    import fcntl  # noqa: PLC0415 - not there on Windows

    with path.open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def writers_in_line(app: WSGIApplication, line: Line) -> WSGIApplication:
    """Requests that may write wait in `line`; the others pass."""
    if connection.vendor != "sqlite":
        return app

    def lined_up(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS"):
            return app(environ, start_response)
        with line():
            return app(environ, start_response)

    return lined_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What is served, where; each process that serves calls all of `beside` first."""

    app: WSGIApplication
    host: str
    port: int
    workers: int
    beside: Sequence[Callable[[], None]]

    def start_beside(self) -> None:
        for start in self.beside:
            start()


def run(server: str, serving: Serving) -> None:
    """Serve until the process is told to stop; `server` is one of SERVERS."""
    connections.close_all()  # a connection must not be shared with the workers that are forked
    if server == "waitress":
        _waitress(serving)
    else:
        _gunicorn(serving)


def _waitress(serving: Serving) -> None:
    from waitress import serve  # noqa: PLC0415 - one of the two is needed, never both

    lock = Lock()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serving.start_beside()
    serve(
        writers_in_line(serving.app, lambda: lock),
        host=serving.host,
        port=serving.port,
        threads=serving.workers,  # it reads whole requests before a thread takes them
        ident=None,
        clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES says what of them is believed
    )


def _gunicorn(serving: Serving) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not there on Windows

    host = f"[{serving.host}]" if ":" in serving.host else serving.host
    options: dict[str, Any] = {
        "bind": [f"{host}:{serving.port}"],
        "workers": serving.workers,
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

    def post_fork(server: object, worker: object) -> None:  # gunicorn asks for these names
        serving.start_beside()

    options["post_fork"] = post_fork

    class Server(BaseApplication):  # type: ignore[misc, no-any-unimported, unused-ignore]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            lock = settings.CONFIG.data_dir / "writers.lock"
            return one_at_a_time(writers_in_line(serving.app, lambda: file_line(lock)))

    Server().run()
