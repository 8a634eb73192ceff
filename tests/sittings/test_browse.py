from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import User
from quiz.assessment.item import Item
from quiz.bank.publish import publish
from quiz.sittings.models import Flag
from tests.factories.bank import PUBLISHED_AT, make_bank, make_item, make_texts, publish_items
from tests.factories.sittings import HTMX, answer

pytestmark = pytest.mark.django_db

LIST = "/questions/"


def titled(id: str, title: str, **overrides: Any) -> Item:
    texts = make_texts("b", "abcd")
    for language in texts:
        texts[language]["title"] = f"{language} {title}"
    return make_item(id=id, texts=texts, **overrides)


@pytest.fixture(autouse=True)
def _bank(client: Client) -> None:
    client.cookies["django_language"] = "en"
    publish_items(
        titled("a-bucket", "Bucket", difficulty=1, services=("Amazon S3",)),
        titled("b-queue", "Queue", difficulty=2, services=("Amazon SQS",)),
        titled("c-table", "Table", difficulty=3, services=()),
    )


def found(client: Client, query: str = "", **extra: Any) -> list[str]:
    page = client.get(f"{LIST}{query}", **extra).content.decode()
    rows = re.search(r'<ol class="rows".*?</ol>', page, re.DOTALL)
    return re.findall(r'<a href="/questions/([a-z-]+)/', rows[0]) if rows else []


def test_the_list_shows_title_domain_difficulty_and_nothing_that_teaches(client: Client) -> None:
    page = client.get(LIST).content.decode()

    assert found(client) == ["a-bucket", "b-queue", "c-table"]
    assert "en Bucket" in page
    assert "First domain" in page
    assert "3 questions" in page
    assert "not answered yet" in page


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?q=queue", ["b-queue"]),
        ("?q=QUE", ["b-queue"]),
        ("?q=en+stem", ["a-bucket", "b-queue", "c-table"]),
        ("?q=canary", []),
        ("?service=Amazon+SQS", ["b-queue"]),
        ("?service=Amazon+EC2", []),
        ("?difficulty=3", ["c-table"]),
        ("?difficulty=9", ["a-bucket", "b-queue", "c-table"]),
        ("?domain=secure&difficulty=1", ["a-bucket"]),
        ("?task=1.1&q=table", ["c-table"]),
        ("?exam=other", []),
        ("?status=new", ["a-bucket", "b-queue", "c-table"]),
        ("?status=correct", []),
        ("?status=nonsense", ["a-bucket", "b-queue", "c-table"]),
        ("?q=%00", ["a-bucket", "b-queue", "c-table"]),
        ("?q=%21%21", []),
        ("?page=99", ["a-bucket", "b-queue", "c-table"]),
        ("?page=x", ["a-bucket", "b-queue", "c-table"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(client: Client, query: str, ids: list[str]) -> None:
    assert found(client, query) == ids


def test_ones_own_status_narrows_by_the_last_answer(client: Client) -> None:
    answer(client, "b", url="/questions/a-bucket/")
    answer(client, "b", url="/questions/b-queue/")
    answer(client, "a", url="/questions/b-queue/")
    client.post("/questions/c-table/flag/", {"flagged": "1"})

    assert found(client, "?status=correct") == ["a-bucket"]
    assert found(client, "?status=wrong") == ["b-queue"]
    assert found(client, "?status=new") == ["c-table"]
    assert found(client, "?status=flagged") == ["c-table"]
    page = client.get(LIST).content.decode()
    assert page.count("✓ correct") == page.count("✕ wrong") == page.count("⚑ flagged") == 1


def test_what_others_did_is_not_counted(client: Client) -> None:
    outsider = Client()
    answer(outsider, "b", url="/questions/a-bucket/")
    outsider.post("/questions/a-bucket/flag/", {"flagged": "1"})
    answer(client, "a", url="/questions/b-queue/")

    assert found(client, "?status=correct") == []
    assert found(client, "?status=flagged") == []
    assert "a-bucket" in found(client, "?status=new")


def test_an_empty_result_says_what_to_loosen(client: Client) -> None:
    page = client.get(f"{LIST}?q=queue&difficulty=1").content.decode()

    assert "Take something away" in page
    assert 'href="/questions/?difficulty=1"' in page
    assert 'href="/questions/?q=queue"' in page


def test_an_empty_bank_has_nothing_to_loosen(client: Client) -> None:
    publish(make_bank(make_item(status="draft")), at=PUBLISHED_AT)

    page = client.get(LIST).content.decode()

    assert "0 questions" in page
    assert "Take something away" not in page
    assert "There is no question to answer yet" in page


def test_twenty_stand_on_a_page_and_the_count_is_of_all(client: Client) -> None:
    publish_items(*(titled(f"q-{chr(97 + n // 26)}{chr(97 + n % 26)}", str(n)) for n in range(45)))

    first = client.get(f"{LIST}?difficulty=2")
    last = client.get(f"{LIST}?difficulty=2&page=3").content.decode()

    assert len(found(client, "?difficulty=2")) == 20
    assert "45 questions" in first.content.decode()
    assert "?difficulty=2&amp;page=2" in first.content.decode()
    assert len(re.findall(r'<a href="/questions/q-', last)) == 5
    assert 'start="41"' in last
    assert 'rel="next"' not in last


def test_with_htmx_only_the_list_comes_and_the_address_follows(client: Client) -> None:
    response = client.get(f"{LIST}?q=queue&domain=&page=1", **HTMX)

    page = response.content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<section id="list"')
    assert response.headers["HX-Replace-Url"] == "/questions/?q=queue"


def test_the_way_through_a_list_keeps_what_it_was_narrowed_by(client: Client) -> None:
    page = client.get(f"{LIST}?domain=secure").content.decode()
    assert 'href="/questions/a-bucket/?domain=secure"' in page

    page = client.get("/questions/a-bucket/?domain=secure").content.decode()
    assert 'action="/questions/a-bucket/?domain=secure"' in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    response = client.post(
        "/questions/a-bucket/?domain=secure", {"ticket": ticket[1], "selected": "b"}
    )
    assert response.url.endswith("/?domain=secure")
    feedback = client.get(response.url).content.decode()
    assert 'href="/questions/a-bucket/next/?domain=secure"' in feedback

    assert client.get("/questions/a-bucket/next/?domain=secure").url == (
        "/questions/b-queue/?domain=secure"
    )


def test_next_and_previous_follow_the_narrowed_list_to_its_ends(client: Client) -> None:
    def step(id: str, way: str, query: str = "") -> str:
        return str(client.get(f"/questions/{id}/{way}/{query}").url)

    assert step("a-bucket", "next") == "/questions/b-queue/"
    assert step("c-table", "previous") == "/questions/b-queue/"
    assert step("a-bucket", "next", "?difficulty=3") == "/questions/c-table/?difficulty=3"
    assert step("c-table", "next", "?difficulty=3") == "/questions/?difficulty=3&end=1"
    assert step("a-bucket", "previous") == "/questions/?end=1"
    assert step("gone", "next") == "/questions/?end=1"
    assert "end of this list" in client.get("/questions/?end=1").content.decode()


def test_an_answer_does_not_lose_ones_place_among_the_new(client: Client) -> None:
    answer(client, "b", url="/questions/a-bucket/")

    assert (
        client.get("/questions/a-bucket/next/?status=new").url == "/questions/b-queue/?status=new"
    )


def test_a_flag_is_set_and_taken_away(client: Client) -> None:
    first = client.post("/questions/a-bucket/flag/", {"flagged": "1", "next": "/questions/"})
    again = client.post("/questions/a-bucket/flag/", {"flagged": "1"}, **HTMX)

    assert (first.status_code, first.url) == (303, "/questions/")
    assert 'aria-pressed="true"' in again.content.decode()
    assert Flag.objects.count() == 1
    assert 'aria-pressed="true"' in client.get("/questions/a-bucket/").content.decode()

    client.post("/questions/a-bucket/flag/", {"flagged": "0"})
    assert not Flag.objects.exists()
    assert User.objects.count() == 1


def test_taking_away_what_is_not_there_makes_nobody(client: Client) -> None:
    assert client.post("/questions/a-bucket/flag/", {"flagged": "0"}).status_code == 303
    assert client.post("/questions/gone/flag/", {"flagged": "1"}).status_code == 404
    assert not User.objects.exists()


def test_without_guests_a_visitor_flags_nothing(client: Client, settings: Any) -> None:
    settings.GUESTS = False

    assert client.post("/questions/a-bucket/flag/", {"flagged": "1"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_known", "queries"), [(True, 6), (False, 3)])
def test_the_list_takes_six_queries_however_long(
    client: Client, django_assert_num_queries: Any, rows: int, is_known: bool, queries: int
) -> None:
    publish_items(*(titled(id, id) for id in ("a-one", "b-two", "c-three")[:rows]))
    if is_known:
        answer(client, "b", url="/questions/a-one/")

    with django_assert_num_queries(queries):
        client.get(f"{LIST}?q=en&difficulty=2")
