"""What must not be known before an answer, looked for in every page that can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from quiz.accounts.models import User
from quiz.assessment.item import Comparison, Domain, Item, Task
from tests.factories.bank import (
    CANARY,
    PUBLISHED_AT,
    make_comparison,
    make_exam,
    make_item,
    publish_items,
)
from tests.factories.sittings import HTMX, answer

pytestmark = pytest.mark.django_db

OPEN = "/questions/open-question/"
SECRET = "/questions/secret-question/"
SERVICE = "Amazon Hushed"
TASK = "Hushed task"
# What all may narrow by, which is told of no question: selects in a list, ticks for a practice set.
FACETS = re.compile(
    r'<select name="(?:service|task)">.*?</select>'
    r'|<label class="tick"><input type="checkbox" name="(?:service|task)"[^>]*>.*?</label>',
    re.DOTALL,
)


def cleared(value: Any) -> Any:
    """The same texts without the canary: of what may be known."""
    if isinstance(value, dict):
        return {name: cleared(part) for name, part in value.items()}
    return value.replace(CANARY, "known") if isinstance(value, str) else value


def open_item() -> Item:
    """A question that everybody here has answered: all of it may be known."""
    texts = cleared(make_item().texts)
    return make_item(id="open-question", texts=texts, services=(), comparisons=())


def make_domain() -> Domain:
    """Its task can be filtered by, and is told of no question before an answer."""
    task = Task(id="1.1", name={"ja": TASK, "en": TASK})
    return Domain(id="secure", name={"ja": "第一分野", "en": "First"}, weight=100, tasks=(task,))


def known_table() -> Comparison:
    """Tables may be read by all; the answers of their drills may not."""
    texts = cleared(make_comparison().texts)
    for language in texts:
        texts[language]["drills.0.reason"] = f"{CANARY} reason in {language}"
    return make_comparison(texts=texts)


@pytest.fixture(autouse=True)
def _bank() -> None:
    exam = make_exam(services=(SERVICE,), domains=(make_domain(),))
    secret = make_item(id="secret-question", services=(SERVICE,))
    publish_items(open_item(), secret, exams=(exam,), comparisons=(known_table(),))


def anonymous() -> Client:
    return Client()


def guest() -> Client:
    client = Client()
    answer(client, "a", url=OPEN)
    client.post(f"{SECRET}flag/", {"flagged": "1"})
    return client


def signed_in(**fields: Any) -> Client:
    client = Client()
    user = User.objects.create_user("somebody", "a long secret", created_at=PUBLISHED_AT, **fields)
    client.force_login(user)
    answer(client, "b", url=OPEN)
    return client


def staff() -> Client:
    return signed_in(is_staff=True)


ACTORS: list[Callable[[], Client]] = [anonymous, guest, signed_in, staff]


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, from `starts` on, whole and as htmx asks for it."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        yield address, response
        yield f"{address} (htmx)", client.get(address, **HTMX)
        if "Location" in response.headers:
            found = [response.headers["Location"]]
        else:
            page = response.content.decode()
            found = re.findall(r'(?:href|action|hx-get)="(/[^"#]*)', page)
        for link in map(unescape, found):
            if link not in seen and not link.startswith("/static/"):
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.__name__)
def test_no_page_tells_what_was_not_answered(actor: Callable[[], Client], language: str) -> None:
    client = actor()
    client.cookies["django_language"] = language
    pages = {}

    for address, response in crawl(client, "/", "/questions/?status=flagged", "/questions/?q=a"):
        pages[address] = response.status_code
        said = told(response)
        assert CANARY not in said, address
        assert "wrong-scope" not in said, address
        assert "Hushed" not in FACETS.sub("", said), address
    assert {"/", "/questions/", SECRET, OPEN, "/comparisons/"} <= pages.keys()
    assert "/comparisons/demo-comparison/drill/" in pages
    assert set(pages.values()) <= {200, 302, 405, 403}


def told(response: HttpResponse) -> str:
    return response.content.decode() + str(response.headers) + str(response.cookies)


@pytest.mark.parametrize(
    "words", ["canary rationale", "explanation", "canary", "takeaway", "belief", "Hushed", "tip"]
)
def test_no_search_counts_what_is_secret(words: str) -> None:
    page = anonymous().get("/questions/", {"q": words}).content.decode()

    assert "secret-question" not in page.replace("/questions/secret-question/?q", "")
    assert "rows" not in re.findall(r'<ol class="(rows)"', page)


def test_a_wrong_form_tells_nothing_either() -> None:
    client = anonymous()

    for extra in ({}, HTMX):
        for selected in ((), ("a", "b"), ("z",)):
            assert CANARY not in told(answer(client, *selected, url=SECRET, **extra))


def test_a_practice_set_tells_nothing_before_its_answers() -> None:
    client = guest()
    begun = client.post("/practice/", {"status": "new"})["Location"]

    for response in (
        client.get(begun),
        client.get(begun, **HTMX),
        client.post(begun, {"selected": ["a", "b"]}),
        client.post(begun, {"selected": "z"}, **HTMX),
        client.get(begun.removesuffix("1/"), follow=True),
    ):
        assert response.status_code == 200
        assert CANARY not in told(response)
        assert "Hushed" not in told(response)
    client.post(begun.replace("/1/", "/finish/"))
    for path in (begun, begun.replace("/1/", "/summary/")):
        assert CANARY not in told(client.get(path, follow=True))


def test_a_wrong_drill_form_tells_nothing_either() -> None:
    client = anonymous()
    drill = "/comparisons/demo-comparison/drill/"

    for fields in ({}, {"run": "x", "statement": "0", "subject": "x", "position": "1"}):
        assert CANARY not in told(client.post(drill, fields))


def test_two_questions_that_differ_in_their_key_alone_look_the_same() -> None:
    pages = set()
    for key in ("a", "b", "c", "d"):
        publish_items(make_item(key=key, shuffle=False))
        page = anonymous().get("/questions/demo-question/").content.decode()
        pages.add(re.sub(r'name="(?:ticket|csrfmiddlewaretoken)" value="[^"]*"', "", page))

    assert len(pages) == 1


def test_what_is_asked_next_does_not_depend_on_the_key() -> None:
    addresses = set()
    for key in ("a", "b"):
        publish_items(make_item(key=key), make_item(id="other-question", key="c"))
        addresses.add(anonymous().get("/questions/demo-question/next/").headers["Location"])

    assert addresses == {"/questions/other-question/"}
