from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from quiz.bank.models import Publication
from tests.factories.bank import publish_items
from tests.factories.sittings import URL, answer

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/", 200),
        ("get", "/nowhere/", 404),
        ("put", "/", 405),
        ("put", URL, 405),
        ("get", "/healthz", 200),
        ("post", "/theme/", 303),
    ],
)
def test_every_response_carries_the_headers(
    client: Client, method: str, path: str, status: int
) -> None:
    publish_items()

    response = getattr(client, method)(path)

    assert response.status_code == status
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    for name, value in HEADERS.items():
        assert response.headers[name] == value


def test_errors_look_like_every_other_page(client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = client.get("/nowhere/").content.decode()

    assert "There is no such page" in page
    assert "web/web.css" in page


def test_a_body_that_is_too_large_is_413(client: Client) -> None:
    publish_items()

    assert answer(client, "b" * 70_000).status_code == 413


def test_a_post_without_the_csrf_token_is_403() -> None:
    publish_items()
    client = Client(enforce_csrf_checks=True)

    response = client.post(URL, {"selected": "b"})

    assert response.status_code == 403
    assert 'id="error"' in response.content.decode()


def test_a_host_that_is_not_ours_is_400(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_failure_of_ours_is_a_500_in_the_same_look(client: Client, monkeypatch: Any) -> None:
    def fail() -> Publication:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Publication, "latest", fail)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert 'id="error"' in response.content.decode()


def test_health_says_what_is_served(client: Client) -> None:
    publish_items()

    health = client.get("/healthz").json()

    assert (health["status"], health["questions"], len(health["bank"])) == ("ok", 1, 64)


def test_health_is_503_when_the_database_is_away(client: Client, monkeypatch: Any) -> None:
    def fail() -> Publication:
        raise DatabaseError

    monkeypatch.setattr(Publication, "latest", fail)

    assert client.get("/healthz").status_code == 503


def test_an_empty_bank_says_what_to_do(client: Client) -> None:
    client.cookies["django_language"] = "en"

    assert "Put question files into" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [("", "en", "en"), ("", "fr", "ja"), ("ja", "en", "ja"), ("en", "ja", "en")],
)
def test_language_is_the_cookies_else_the_browsers_else_the_hosts(
    client: Client, cookie: str, accepted: str, language: str
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie

    page = client.get("/", headers={"accept-language": accepted}).content.decode()

    assert f'<html lang="{language}"' in page


def test_the_language_switch_comes_back_to_the_page(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/questions/x/"})

    assert (response.status_code, response.url) == (303, "/questions/x/")
    assert client.cookies["django_language"].value == "en"


def test_a_theme_is_kept_and_set_on_the_server(client: Client) -> None:
    client.post("/theme/", {"theme": "dark", "next": "/"})

    assert 'data-theme="dark"' in client.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "", "javascript:1"])
def test_a_switch_never_leads_to_another_site(client: Client, target: str) -> None:
    assert client.post("/theme/", {"theme": "nope", "next": target}).url == "/"
