"""Many copies of one answer at once, over real connections to a real server."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[2]
QUESTION = "/questions/ecs-container-writes-s3/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server that serves the shipped questions from a data folder of its own."""
    number = free_port()
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "LANGUAGE_CODE": "en"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(number)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                send(number, "GET", "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def send(
    port: int, method: str, path: str, cookies: str = "", body: str = ""
) -> tuple[int, list[tuple[str, str]], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.getheaders(), text


def form(port: int, cookies: str = "") -> tuple[str, str]:
    """The CSRF cookie, and the body that answers a form fetched just now."""
    _status, headers, page = send(port, "GET", QUESTION, cookies)
    csrf = next((value.split(";")[0] for name, value in headers if name == "Set-Cookie"), "")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert token
    assert ticket
    fields = {"csrfmiddlewaretoken": token[1], "ticket": ticket[1], "selected": "b"}
    return csrf, urlencode(fields)


def header(headers: list[tuple[str, str]], name: str) -> str:
    return next(value for key, value in headers if key == name)


def test_32_copies_of_a_visitors_first_answer_are_one_guest_and_one_response(port: int) -> None:
    csrf, body = form(port)

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: send(port, "POST", QUESTION, csrf, body), range(32)))

    assert {status for status, _, _ in answers} == {303}
    assert len({header(headers, "Location") for _, headers, _ in answers}) == 1
    for _status, headers, _text in answers:
        session = header(headers, "Set-Cookie").split(";")[0]
        assert session.startswith("sessionid=")
        assert send(port, "GET", header(headers, "Location"), session)[0] == 200


def test_32_visitors_answering_for_10_seconds_meet_no_error(port: int) -> None:
    forms = [form(port) for _ in range(32)]
    ends_at = time.monotonic() + 10

    def answer(mine: tuple[str, str]) -> list[int]:
        cookies, body = mine
        statuses = []
        while time.monotonic() < ends_at:
            status, headers, _text = send(port, "POST", QUESTION, cookies, body)
            statuses.append(status)
            if "sessionid" not in cookies:
                cookies = f"{cookies}; {header(headers, 'Set-Cookie').split(';')[0]}"
            body = form(port, cookies)[1]
        return statuses

    with ThreadPoolExecutor(32) as pool:
        answered = list(pool.map(answer, forms))

    assert {status for statuses in answered for status in statuses} == {303}
    assert min(len(statuses) for statuses in answered) > 1
