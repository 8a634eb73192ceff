"""The language and theme switches: plain forms, kept in cookies, back on the same page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

SWITCHES = [
    ("/language/", "language", "en", "django_language"),
    ("/theme/", "theme", "dark", "theme"),
]
PLACE = "/comparisons/demo/?a=1"


@pytest.mark.parametrize(("url", "name", "value", "cookie"), SWITCHES)
def test_a_switch_is_kept_for_a_year_and_comes_back(
    client: Client, url: str, name: str, value: str, cookie: str
) -> None:
    response = client.post(url, {name: value, "next": PLACE})

    kept = response.cookies[cookie]
    assert (response.status_code, response.url) == (303, PLACE)
    assert kept.value == value
    assert kept["httponly"]
    assert (kept["samesite"], kept["max-age"]) == ("Lax", 365 * 24 * 60 * 60)


@pytest.mark.parametrize(("url", "name", "value", "cookie"), SWITCHES)
@pytest.mark.parametrize("nonsense", ["", "fr", "<script>", "dark;", "EN"])
def test_what_is_no_choice_sets_nothing(
    client: Client, url: str, name: str, value: str, cookie: str, nonsense: str
) -> None:
    response = client.post(url, {name: nonsense, "next": PLACE})

    assert (response.status_code, response.url) == (303, PLACE)
    assert cookie not in response.cookies


@pytest.mark.parametrize(("url", "name", "value", "cookie"), SWITCHES)
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_a_switch_never_leads_away(
    client: Client, url: str, name: str, value: str, cookie: str, elsewhere: str
) -> None:
    assert client.post(url, {name: value, "next": elsewhere}).url == "/"


@pytest.mark.parametrize("url", ["/language/", "/theme/"])
def test_following_a_link_to_a_switch_changes_nothing(client: Client, url: str) -> None:
    response = client.get(url)

    assert response.status_code == 405
    assert not response.cookies


@pytest.mark.parametrize("url", ["/language/", "/theme/"])
def test_another_site_cannot_throw_a_switch(url: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(url, {"language": "en", "theme": "dark"}).status_code == 403


def test_the_theme_goes_round_from_the_systems(client: Client) -> None:
    seen = []
    for _ in range(4):
        page = client.get("/").content.decode()
        offered = re.findall(r'name="theme" value="(\w+)"', page)
        seen += offered
        client.post("/theme/", {"theme": offered[0], "next": "/"})

    assert seen == ["light", "dark", "system", "light"]


def test_the_systems_theme_marks_nothing_so_that_the_browser_decides(client: Client) -> None:
    client.cookies["theme"] = "system"

    assert "data-theme" not in client.get("/").content.decode()


def test_the_language_switch_names_the_other_language_in_itself(client: Client) -> None:
    client.cookies["django_language"] = "ja"
    assert 'value="en" lang="en">English<' in client.get("/").content.decode()

    client.cookies["django_language"] = "en"
    assert 'value="ja" lang="ja">日本語<' in client.get("/").content.decode()


def test_a_switch_stands_on_the_page_with_its_query(client: Client) -> None:
    page = client.get('/?a=1&b="2"').content.decode()

    assert 'name="next" value="/?a=1&amp;b=%222%22"' in page
