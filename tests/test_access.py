"""Who may open what: every address, tried by everybody in every way.

A pattern that has no row here fails the test, so that a new page states who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from quiz.accounts.device import make_link
from quiz.accounts.links import password_link
from quiz.accounts.models import User
from quiz.assessment.item import Form
from quiz.sittings.models import DrillRun, Response
from tests.factories.bank import PUBLISHED_AT, make_exam, make_item, publish_items
from tests.factories.exams import begin, hand_in
from tests.factories.sittings import HTMX, URL, answer

pytestmark = pytest.mark.django_db

ACTORS = ("anonymous", "guest", "learner", "another", "staff")
EXAM_PAGES = ("", "1/", "finish/", "abandon/", "result/", "review/1/")
DRILL = "/comparisons/demo-comparison/drill/"
Status = int | dict[str, int]

NOBODY_ELSE = dict.fromkeys(("anonymous", "guest", "another", "staff"), 404)
OWN = {"learner": 200, **NOBODY_ELSE}
OWN_ON = {"learner": 302, **NOBODY_ELSE}
OWN_ON_SEEN = {"learner": 303, **NOBODY_ELSE}


def by(anonymous: int, guest: int, learner: int, another: int, staff: int) -> Status:
    return dict(zip(ACTORS, (anonymous, guest, learner, another, staff), strict=True))


STAFF = by(302, 403, 403, 403, 200)
NAMED = by(302, 302, 200, 200, 200)
SIGNED_IN = by(302, 200, 200, 200, 200)


@dataclass(frozen=True)
class Row:
    """What GET and POST answer, for everybody or by actor; `htmx_post` where it is another."""

    get: Status
    post: Status
    htmx_post: Status | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


QUESTION = {"question_id": "demo-question"}
TABLE = {"comparison_id": "demo-comparison"}
ROWS = {
    "home": Row(200, 405),
    "healthz": Row(200, 405),
    "web:language-choose": Row(405, 303, data={"language": "en"}),
    "web:theme-choose": Row(405, 303, data={"theme": "dark"}),
    "own-data": Row(by(404, 200, 200, 200, 200), 405),
    "accounts:account-detail": Row(200, 405),
    "accounts:sign-up": Row(by(200, 200, 303, 303, 303), by(200, 200, 303, 303, 303)),
    "accounts:log-in": Row(200, 200),
    "accounts:log-out": Row(405, 303),
    "accounts:password-change": Row(NAMED, NAMED),
    "accounts:password-changed": Row(NAMED, 405),
    "accounts:email-change": Row(NAMED, NAMED),
    # A guest is gone after the first; a name needs its password.
    "accounts:account-delete": Row(
        by(302, 200, 200, 200, 200), by(302, 303, 200, 200, 200), by(302, 302, 200, 200, 200)
    ),
    "accounts:account-deleted": Row(200, 405),
    "accounts:device-link": Row(by(302, 200, 200, 200, 200), by(302, 200, 200, 200, 200)),
    "accounts:device-open": Row(200, 303, 404),  # it works once
    "accounts:password-reset": Row(404, 404),  # no mail is sent here
    "accounts:password-reset-done": Row(200, 405),
    "accounts:password-reset-complete": Row(200, 405),
    "accounts:password-reset-confirm": Row(302, 302),
    "accounts:people-list": Row(STAFF, 405),
    "accounts:person-activate": Row(405, by(302, 403, 403, 403, 303)),
    "accounts:person-deactivate": Row(405, by(302, 403, 403, 403, 303)),
    "accounts:person-reset": Row(405, by(302, 403, 403, 403, 200)),
    "accounts:person-delete": Row(STAFF, by(302, 403, 403, 403, 303), by(302, 403, 403, 403, 404)),
    "bank:file-list": Row(STAFF, 405),
    "bank:file-preview": Row(STAFF, 405, arguments={"file_id": "ecs-container-writes-s3"}),
    "sittings:question-list": Row(200, 405),
    "sittings:question-detail": Row(200, 200, arguments=QUESTION),
    "sittings:question-flag": Row(405, 303, 200, arguments=QUESTION, data={"flagged": "1"}),
    "sittings:question-next": Row(302, 405, arguments=QUESTION),
    "sittings:question-previous": Row(302, 405, arguments=QUESTION),
    "sittings:response-feedback": Row(OWN, 405),
    "sittings:comparison-list": Row(200, 405),
    "sittings:comparison-detail": Row(200, 405, arguments=TABLE),
    "sittings:comparison-drill": Row(200, 200, arguments=TABLE),
    "sittings:practice-choose": Row(200, 303),
    # On to the first open question; the one that is asked; the summary of a finished set.
    "sittings:practice-resume": Row(OWN_ON, 405),
    "sittings:practice-question": Row(OWN, OWN, arguments={"position": 1}),
    "sittings:practice-finish": Row(405, OWN_ON_SEEN),
    "sittings:practice-summary": Row(OWN, 405),
    "sittings:exam-list": Row(200, 303, data={"form": "tiny"}),
    "sittings:exam-resume": Row(OWN_ON, 405),
    "sittings:exam-question": Row(OWN, OWN_ON_SEEN, OWN, arguments={"position": 1}),
    "sittings:exam-finish": Row(OWN, OWN_ON_SEEN, OWN),
    "sittings:exam-abandon": Row(405, OWN_ON_SEEN),
    "sittings:exam-result": Row(OWN, 405),
    "sittings:exam-review": Row(OWN, 405, arguments={"position": 1}),
    "sittings:history": Row(SIGNED_IN, 405),
    "sittings:history-csv": Row(SIGNED_IN, 405),
    "sittings:drill-result": Row(OWN, 405),
    "sittings:drill-response": Row(OWN, 405),
}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_has_a_row() -> None:
    assert sorted(names(get_resolver())) == sorted(ROWS)


class World:
    """Everybody, each in a browser of their own, and what the learner did."""

    def __init__(self) -> None:
        asked = [make_item(id=f"exam-question-{n}", comparisons=()) for n in (1, 2)]
        form = Form(id="tiny", items=1, unscored=0, minutes=14)
        publish_items(make_item(), *asked, exams=(make_exam(forms=(form,)),))
        self.clients = {actor: Client() for actor in ACTORS}
        answer(self.clients["guest"], "a")
        for actor in ("learner", "another", "staff"):
            user = User.objects.create_user(
                actor, "a long secret", created_at=PUBLISHED_AT, is_staff=actor == "staff"
            )
            self.clients[actor].force_login(user)
        learner = self.clients["learner"]
        answer(learner, "a")
        page = learner.get(DRILL).content.decode()
        fields = dict(re.findall(r'name="(run|statement|position)" value="([^"]*)"', page))
        learner.post(DRILL, {**fields, "subject": "x"})
        sets = [learner.post("/practice/")["Location"].split("/")[2] for _ in range(2)]
        learner.post(f"/practice/{sets[1]}/finish/")
        finished = begin(learner, "tiny")
        hand_in(learner, finished)
        running = begin(learner, "tiny")
        target = User.objects.create_user("target", "a long secret", created_at=PUBLISHED_AT)
        somebody = User.objects.get(name="learner")
        uid, token = password_link(somebody, "x").split("/")[-3:-1]
        self.own = {
            "accounts:device-open": {"token": make_link(somebody, at=timezone.now())},
            "accounts:password-reset-confirm": {"uidb64": uid, "token": token},
            "accounts:person-activate": {"user_id": target.pk},
            "accounts:person-deactivate": {"user_id": target.pk},
            "accounts:person-reset": {"user_id": target.pk},
            "accounts:person-delete": {"user_id": target.pk},
            "sittings:response-feedback": {
                "response_id": Response.objects.get(learner__name="learner", slot__sitting=None).pk
            },
            "sittings:practice-resume": {"key": sets[0]},
            "sittings:practice-question": {"key": sets[0]},
            "sittings:practice-finish": {"key": sets[0]},
            "sittings:practice-summary": {"key": sets[1]},
            "sittings:exam-resume": {"key": running.key},
            "sittings:exam-question": {"key": running.key},
            "sittings:exam-finish": {"key": running.key},
            "sittings:exam-abandon": {"key": running.key},
            "sittings:exam-result": {"key": finished.key},
            "sittings:exam-review": {"key": finished.key},
            "sittings:drill-result": {"run_id": DrillRun.objects.get().pk},
            "sittings:drill-response": {"run_id": DrillRun.objects.get().pk, "position": 1},
        }

    def address(self, name: str) -> str:
        return reverse(name, kwargs={**ROWS[name].arguments, **self.own.get(name, {})})


def for_actor(status: Status, actor: str) -> int:
    return status[actor] if isinstance(status, dict) else status


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("name", ROWS)
def test_each_address_answers_each_actor_as_stated(name: str, actor: str) -> None:
    row, world = ROWS[name], World()
    client, address = world.clients[actor], world.address(name)
    wanted = for_actor(row.get, actor)

    for extra in ({}, HTMX):
        assert client.get(address, **extra).status_code == wanted, extra
        assert client.head(address, **extra).status_code == wanted, extra
        for undeclared in (client.put, client.delete, client.patch):
            assert undeclared(address, **extra).status_code == 405, extra
    posted = for_actor(row.post, actor)
    assert client.post(address, row.data).status_code == posted
    with_htmx = posted if row.htmx_post is None else for_actor(row.htmx_post, actor)
    assert client.post(address, row.data, **HTMX).status_code == with_htmx


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.post != 405])
def test_no_post_without_the_forms_token(name: str) -> None:
    address = World().address(name)

    response = Client(enforce_csrf_checks=True).post(address, ROWS[name].data)

    assert response.status_code == 403


@pytest.mark.parametrize("name", ROWS)
def test_no_page_is_kept_by_a_cache(name: str) -> None:
    world = World()

    response = world.clients["learner"].get(world.address(name))

    assert "no-store" in response.headers["Cache-Control"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        *("/questions/none/", "/questions/none/flag/", "/comparisons/none/"),
        *("/comparisons/none/drill/", "/responses/00000000-0000-4000-8000-000000000000/"),
        *("/drills/00000000-0000-4000-8000-000000000000/", "/questions/%00/", "/nowhere/"),
        *(f"/practice/00000000-0000-4000-8000-000000000000/{path}" for path in ("", "1/", "x/")),
        *(f"/exams/00000000-0000-4000-8000-000000000000/{end}" for end in EXAM_PAGES),
    ],
)
def test_what_does_not_exist_is_not_found_by_anybody(address: str) -> None:
    for client in World().clients.values():
        assert client.get(address).status_code in (404, 405)
        assert client.post(address).status_code in (404, 405)


def test_without_guests_a_visitor_may_look_but_not_act(settings: Any) -> None:
    world = World()
    settings.GUESTS = False
    visitor = world.clients["anonymous"]

    for name, row in ROWS.items():
        if name.startswith("sittings:") and for_actor(row.get, "anonymous") == 200:
            assert visitor.get(world.address(name)).status_code == 200
    assert answer(visitor, "a").status_code == 403
    assert visitor.post(f"{URL}flag/", {"flagged": "1"}).status_code == 403
    assert visitor.post(DRILL, {}).status_code == 403
    assert visitor.post("/practice/").status_code == 403
    assert visitor.post("/exams/", {"form": "tiny"}).status_code == 403
