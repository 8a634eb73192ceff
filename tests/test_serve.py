from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quiz.config import BASE_DIR, own_addresses
from quiz.server import file_line, one_at_a_time
from quiz.wsgi import told_of_tls

SERVERS = ["gunicorn", "waitress"]
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(data_dir: Path, **environ: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", "DATA_DIR": str(data_dir), **environ}


@dataclass
class Served:
    process: subprocess.Popen[str]
    port: int
    log: Path

    def get(self, path: str = "/healthz", **headers: str) -> http.client.HTTPResponse:
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.body = response.read()
            return response

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.get()
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))


@contextlib.contextmanager
def serving(data_dir: Path, *args: str, **environ: str) -> Iterator[Served]:
    port = free_port()
    data_dir.mkdir(exist_ok=True)
    log = data_dir / "log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), *args],
            cwd=BASE_DIR,
            env=environment(data_dir, **environ),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    served = Served(process, port, log)
    try:
        served.wait()
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("server", SERVERS)
def test_both_servers_answer_and_stop_when_told(tmp_path: Path, server: str) -> None:
    with serving(tmp_path, "--server", server) as served:
        response = served.get()
        health = json.loads(response.body)
        page = served.get("/", **{"Accept-Language": "en"})

    assert (response.status, health["status"]) == (200, "ok")
    assert health["questions"] >= 1
    assert page.status == 200
    assert served.process.returncode == 0


def tidied(data_dir: Path) -> int:
    """How often somebody has tidied, by the row that decides who does."""
    with contextlib.closing(sqlite3.connect(data_dir / "quiz.sqlite3")) as database:
        rows = database.execute("SELECT used FROM accounts_allowance WHERE key = 'tidy:all'")
        return sum(used for (used,) in rows)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_tidies_once_whatever_number_of_workers(tmp_path: Path, server: str) -> None:
    with serving(tmp_path, "--server", server, "--workers", "3") as served:
        until = time.monotonic() + PATIENCE_SECONDS
        while not tidied(tmp_path) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)
        assert served.get().status == 200
        began = time.monotonic()

    assert tidied(tmp_path) == 1
    assert served.process.returncode == 0
    assert time.monotonic() - began < 10
    assert "Traceback" not in served.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS)
def test_browsers_that_open_connections_and_say_nothing_hold_up_nobody(
    tmp_path: Path, server: str
) -> None:
    with serving(tmp_path, "--server", server) as served, contextlib.ExitStack() as idle:
        for _ in range(8):
            idle.enter_context(socket.create_connection(("127.0.0.1", served.port)))
        time.sleep(0.3)
        connection = served.connect()
        connection.timeout = 4  # a single thread would wait 5 s for each of them
        connection.request("GET", "/healthz")

        assert connection.getresponse().status == 200
        connection.close()


def test_a_phone_in_the_network_is_told_the_address_and_let_in(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as served:
        printed = served.log.read_text(encoding="utf-8")
        for address in own_addresses():
            assert f"http://{address}:{served.port}" in printed
            assert served.get("/", Host=f"{address}:{served.port}").status == 200
        assert served.get("/", Host="evil.example.com").status == 400


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = serve_and_stop(tmp_path, "--port", str(taken.getsockname()[1]))

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "is in use" in done.stderr


@pytest.mark.parametrize(
    "option", [("--port", "0"), ("--workers", "many"), ("--host", "a b")], ids=" ".join
)
def test_a_wrong_option_is_one_line(tmp_path: Path, option: tuple[str, str]) -> None:
    done = serve_and_stop(tmp_path, *option)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    done = serve_and_stop(
        *(tmp_path, "--port", str(free_port())), DATABASE_URL="sqlite:////no/such/folder/db"
    )

    assert done.returncode == 2
    assert "the database cannot be opened" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def serve_and_stop(data_dir: Path, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "serve", *args],
        cwd=BASE_DIR,
        env=environment(data_dir, **environ),
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def test_broken_question_files_leave_the_old_bank_served(tmp_path: Path) -> None:
    questions = tmp_path / "questions"
    shutil.copytree(BASE_DIR / "questions", questions)
    data_dir = tmp_path / "data"
    with serving(data_dir, QUESTIONS_DIR=str(questions)) as served:
        before = json.loads(served.get().body)
    for path in questions.rglob("*.yaml"):
        path.write_text("{", encoding="utf-8")
    with serving(data_dir, QUESTIONS_DIR=str(questions)) as served:
        after = json.loads(served.get().body)
        printed = served.log.read_text(encoding="utf-8")

    assert after["bank"] == before["bank"]
    assert after["status"] == "stale"
    assert "Nothing was published" in printed
    assert re.search(r"\.yaml:\d+:\d+: [A-Z]\d+ ", printed)


def test_a_second_start_collects_no_static_file_again(tmp_path: Path) -> None:
    with serving(tmp_path):
        manifest = tmp_path / "static" / "staticfiles.json"
        first = manifest.stat().st_mtime_ns
    with serving(tmp_path) as served:
        page: Any = served.get("/")
        assert manifest.stat().st_mtime_ns == first
        stylesheet = page.body.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
        style = served.get(stylesheet, **{"Accept-Encoding": "br"})

    assert style.status == 200
    assert style.headers["Content-Encoding"] == "br"
    assert "immutable" in style.headers["Cache-Control"]
    assert "default-src 'none'" in style.headers["Content-Security-Policy"]


def test_a_public_address_means_tls_cookies_and_hsts(tmp_path: Path) -> None:
    with serving(tmp_path, PUBLIC_URL="https://quiz.example.com") as served:
        host = {"Host": "quiz.example.com"}
        page = served.get("/", **host)
        plain = served.get("/", **host, **{"X-Forwarded-Proto": "http"})
        stranger = served.get("/", Host="other.example.com")

    assert page.status == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = page.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    assert (plain.status, plain.headers["Location"]) == (301, "https://quiz.example.com/")
    assert stranger.status == 400


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("", "https"), ("https", "https"), ("http", "http"), ("https, HTTP", "http")],
)
def test_the_last_proxys_word_decides_the_scheme(said: str, scheme: str) -> None:
    seen: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": said, "wsgi.url_scheme": "http"}

    list(told_of_tls(lambda *_: [])(seen, lambda *_: lambda _: None))

    assert seen["wsgi.url_scheme"] == scheme


def test_a_slow_body_is_waited_for_outside_the_application() -> None:
    """The application gets a whole body under the limit; one over it is left to be refused."""
    seen = []
    app = one_at_a_time(lambda environ, _: seen.append(environ["wsgi.input"]) or [])
    for size in (10, 10**6):
        body = io.BytesIO(b"x" * size)
        app({"CONTENT_LENGTH": str(size), "wsgi.input": body}, lambda *_: lambda _: None)
        assert body.tell() == (size if size == 10 else 0)

    assert seen[0].read() == b"x" * 10


def test_two_workers_do_not_write_at_the_same_time(tmp_path: Path) -> None:
    inside: list[int] = []

    def write(_: int) -> int:
        with file_line(tmp_path / "lock"):
            inside.append(1)
            seen = len(inside)
            time.sleep(0.001)
            inside.pop()
        return seen

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, range(40))) == [1] * 40
