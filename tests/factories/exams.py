"""A bank that is large enough for a whole exam, and sitting it as a browser does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

from quiz.assessment.item import Comparison, Domain, Form, Item, Task
from quiz.bank.models import Revision
from quiz.sittings.models import Sitting, Slot
from tests.factories.bank import CANARY, make_exam, make_item, publish_items
from tests.factories.sittings import HTMX

WEIGHTS = {"secure": 30, "resilient": 26, "performant": 24, "economical": 20}
FORMS = (
    Form(id="full", items=65, unscored=15, minutes=130),
    Form(id="short", items=20, unscored=0, minutes=40),
    Form(id="train", items=7, unscored=0, minutes=14),
)


def make_items(count: int) -> list[Item]:
    """`count` items, shared out over the domains by their weights; every fifth has two keys."""
    items = []
    due = dict.fromkeys(WEIGHTS, 0.0)
    for n in range(count):
        for name, weight in WEIGHTS.items():
            due[name] += weight / 100
        domain = max(due, key=lambda name: due[name])
        due[domain] -= 1
        task = f"{list(WEIGHTS).index(domain) + 1}.1"
        key, options = ("be", "abcde") if n % 5 == 4 else ("b", "abcd")
        items.append(make_item(key, options, id=f"question-{n}", task=task))
    return items


def publish_exam(
    count: int = 130, items: Sequence[Item] = (), comparisons: Sequence[Comparison] = ()
) -> None:
    """A bank of `items`, or of `count`, in four domains, with the forms of the real exam."""
    domains = tuple(
        Domain(
            id=name,
            name={"ja": f"{name} の分野", "en": f"{name} domain"},
            weight=weight,
            tasks=(Task(id=f"{n}.1", name={"ja": f"{CANARY}", "en": f"{CANARY}"}),),
        )
        for n, (name, weight) in enumerate(WEIGHTS.items(), start=1)
    )
    exam = make_exam(domains=domains, forms=FORMS, extra_minutes=30)
    tables = {"comparisons": tuple(comparisons)} if comparisons else {}
    publish_items(*(items or make_items(count)), exams=(exam,), **tables)


def begin(client: Client, form: str = "train", **data: str) -> Sitting:
    """Begin a form; the sitting that came of it."""
    response = client.post("/exams/", {"form": form, **data})
    assert response.status_code == 303, response.content.decode()[:2000]
    return Sitting.objects.get(key=response["Location"].split("/")[2])


def address(sitting: Sitting, position: int = 1) -> str:
    return f"/exams/{sitting.key}/{position}/"


def save(
    client: Client, sitting: Sitting, position: int, selected: str = "", **data: Any
) -> HttpResponse:
    """Send the form of a question as a browser without scripts does."""
    values = {"selected": list(selected), **data}
    response: HttpResponse = client.post(address(sitting, position), values)
    return response


def save_with_htmx(
    client: Client, sitting: Sitting, position: int, selected: str = "", **data: Any
) -> HttpResponse:
    values = {"selected": list(selected), **data}
    response: HttpResponse = client.post(address(sitting, position), values, **HTMX)
    return response


def key_of(slot: Slot) -> str:
    return "".join(sorted(Revision.objects.get(pk=slot.revision_id).item.key))


def slots_of(sitting: Sitting) -> list[Slot]:
    return list(Slot.objects.filter(sitting=sitting).order_by("position"))


def answer_rightly(client: Client, sitting: Sitting, positions: range) -> None:
    for slot in slots_of(sitting):
        if slot.position in positions:
            assert save(client, sitting, slot.position, key_of(slot)).status_code == 303


def hand_in(client: Client, sitting: Sitting) -> HttpResponse:
    response: HttpResponse = client.post(f"/exams/{sitting.key}/finish/")
    return response


def score_on(page: str) -> tuple[int, int]:
    found = re.search(r'id="result" data-correct="(\d+)" data-scored="(\d+)"', page)
    assert found, page[:3000]
    return int(found[1]), int(found[2])
