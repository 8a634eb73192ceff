"""While an exam runs its key is nowhere, for who sits it; before and after, all of it is open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from quiz.assessment.item import Comparison, Item
from quiz.sittings.models import DrillResponse, DrillRun, Response, Sitting
from tests.factories.accounts import log_in, make_user
from tests.factories.bank import CANARY, make_comparison
from tests.factories.exams import (
    address,
    answer_rightly,
    begin,
    hand_in,
    key_of,
    make_items,
    publish_exam,
    save,
    save_with_htmx,
    slots_of,
)
from tests.factories.sittings import HTMX, answer, ticket_in
from tests.test_secrets import crawl, told

pytestmark = pytest.mark.django_db

BANK = 10  # a train form asks seven of them, so two forms share some
KEYS = ("b", "b", "b", "b", "be") * 2
WAYS = ({}, HTMX)
BEGAN = datetime.fromisoformat("2026-11-24T10:00:00+00:00")


def hush(question: str) -> str:
    """What stands in every text of a question that tells its key, and nowhere else."""
    return f"hush-{question}-hush"


def hushed(value: Any, question: str) -> Any:
    if isinstance(value, dict):
        return {name: hushed(part, question) for name, part in value.items()}
    return value.replace(CANARY, hush(question)) if isinstance(value, str) else value


def table_of(question: str) -> Comparison:
    """A comparison of its own, of which may be known what it compares."""
    texts = hushed(make_comparison().texts, question)
    for language in texts:
        texts[language]["title"] = f"{language} comparison"
        texts[language] |= {"subjects.x": "x", "subjects.y": "y"}
    return make_comparison(id=f"table-{question}", texts=texts)


def own_items() -> list[Item]:
    return [
        replace(
            item,
            texts=hushed(item.texts, item.id),
            services=("Amazon Known",),
            comparisons=(f"table-{item.id}", "table-shared"),
        )
        for item in make_items(BANK)
    ]


def tables_of(items: list[Item]) -> list[Comparison]:
    """One for each, and one that they share."""
    return [table_of(id) for id in ("shared", *(item.id for item in items))]


class World:
    """Somebody who did all there is to do with each question, and then sits an exam."""

    def __init__(self) -> None:
        items = own_items()
        publish_exam(items=items, comparisons=tables_of(items))
        self.client = Client(headers={"Accept-Language": "en"})
        make_user()
        log_in(self.client)
        self.ids = [item.id for item in items]
        self.tickets = {id: ticket_in(self.client.get(f"/questions/{id}/")) for id in self.ids}
        for n, id in enumerate(self.ids):
            answer(self.client, *KEYS[n], url=f"/questions/{id}/")
            self.client.post(f"/questions/{id}/flag/", {"flagged": "1"})
            self.client.post(drill_of(id), {**self.statement(id), "subject": "y"})
        self.practised = self.a_set_of_all()
        self.earlier = begin(self.client)
        answer_rightly(self.client, self.earlier, range(1, 5))
        hand_in(self.client, self.earlier)
        self.before = list(Response.objects.values_list("pk", flat=True))
        self.running = begin(self.client)

    def statement(self, id: str) -> dict[str, str]:
        page = self.client.get(drill_of(id)).content.decode()
        return dict(re.findall(r'name="(run|statement|position)" value="([^"]*)"', page))

    def a_set_of_all(self) -> Sitting:
        address = self.client.post("/practice/", {"count": str(BANK)}).headers["Location"]
        sitting = Sitting.objects.get(key=address.split("/")[2])
        for slot in slots_of(sitting):
            url = f"/practice/{sitting.key}/{slot.position}/"
            self.client.post(url, {"selected": list(key_of(slot))})
        assert Response.objects.filter(slot__sitting=sitting).count() == BANK
        return sitting

    @property
    def asked(self) -> list[str]:
        return [slot.revision.question_id for slot in slots_of(self.running)]

    def starts(self) -> list[str]:
        runs = DrillRun.objects.values_list("pk", flat=True)
        return [
            *("/", "/questions/", "/questions/?q=stem", "/comparisons/", "/history/", "/exams/"),
            *(f"/questions/?status={status}" for status in ("new", "correct", "wrong", "flagged")),
            *(f"/questions/{id}/{step}" for id in self.ids for step in ("", "next/", "previous/")),
            *(f"/responses/{pk}/" for pk in self.before),
            *(f"/drills/{pk}/{end}" for pk in runs for end in ("", "1/")),
            *(drill_of(id) for id in self.ids),
            *(f"/practice/{self.practised.key}/{n}/" for n in range(1, BANK + 1)),
            *("/practice/", f"/practice/{self.practised.key}/summary/"),
            *(f"/exams/{sitting.key}/result/" for sitting in (self.earlier, self.running)),
            *(f"/exams/{self.earlier.key}/review/{n}/" for n in range(1, 8)),
            *(f"/exams/{self.running.key}/review/{n}/" for n in range(1, 8)),
            *(address(self.running, n) for n in range(1, 8)),
            *("/history.csv", "/account/data.json", "/account/", "/authoring/files/"),
        ]


def drill_of(id: str) -> str:
    return f"/comparisons/table-{id}/drill/"


def said_on_all_pages(world: World) -> dict[str, str]:
    pages = {}
    for where, response in crawl(world.client, *world.starts()):
        assert response.status_code < 500, where
        pages[where] = told(response)
    return pages


def test_no_page_tells_the_key_of_a_running_exam_and_all_others_stay_open() -> None:
    world = World()
    asked, pages = world.asked, said_on_all_pages(world)
    everything = "".join(pages.values())

    for where, said in pages.items():
        leaked = [id for id in (*asked, "shared") if hush(id) in said]
        assert not leaked, f"{where} tells of {leaked}"
    for id in set(world.ids) - set(asked):
        assert hush(id) in everything, f"{id} is no part of the exam, and has to stay open"
    waits = [where for where, said in pages.items() if "This waits until your exam is over" in said]
    for id in asked:
        assert {f"/questions/{id}/", f"/comparisons/table-{id}/", drill_of(id)} <= set(waits)
    assert any(where.startswith("/responses/") for where in waits)
    assert any(where.startswith("/drills/") for where in waits)
    assert any(where.startswith("/practice/") for where in waits)
    assert any(where.startswith(f"/exams/{world.earlier.key}/review/") for where in waits)
    other = Response.objects.exclude(question__in=asked).filter(pk__in=world.before).first()
    assert other
    assert "waits here until the exam is over" in pages[f"/responses/{other.pk}/"]
    page = pages[f"/questions/{asked[0]}/"]
    for way_on in ("", "finish/"):  # where it can be handed in or abandoned
        assert f'href="/exams/{world.running.key}/{way_on}"' in page


def test_all_of_it_is_open_again_when_the_exam_was_handed_in() -> None:
    world = World()
    hand_in(world.client, world.running)

    pages = said_on_all_pages(world)

    for id in world.ids:
        assert any(hush(id) in said for where, said in pages.items() if "/review/" in where)
        assert any(hush(id) in said for where, said in pages.items() if "/responses/" in where)
        assert hush(id) in pages[f"/comparisons/table-{id}/"]
    assert any(hush("shared") in said for where, said in pages.items() if "/review/" in where)
    assert "waits here until" not in "".join(pages.values())
    assert "This waits until your exam is over" not in "".join(pages.values())


def test_a_change_of_the_bank_opens_no_comparison_of_a_running_exam() -> None:
    world = World()
    items = [replace(item, comparisons=()) for item in own_items()]

    publish_exam(items=items, comparisons=tables_of(items))

    for id in ("shared", *world.asked):
        for path in (f"/comparisons/table-{id}/", drill_of(id)):
            said = told(world.client.get(path))
            assert "This waits until your exam is over" in said
            assert hush(id) not in said


@pytest.mark.parametrize("way", WAYS, ids=["plain", "htmx"])
def test_no_form_tells_it_either(way: dict[str, str]) -> None:
    world = World()
    asked = world.asked
    responses, sorted_before = Response.objects.count(), DrillResponse.objects.count()
    runs = {run.comparison_id: run for run in DrillRun.objects.all()}

    for id in asked:
        url = f"/questions/{id}/"
        run = str(runs[f"table-{id}"].pk)
        fields = {"run": run, "statement": "0", "position": "2", "subject": "x"}
        for response in (
            answer(world.client, "b", url=url, ticket=world.tickets[id], **way),
            answer(world.client, url=url, ticket="none", **way),
            world.client.post(drill_of(id), fields, **way),
            world.client.post(drill_of(id), {}, **way),
        ):
            said = told(response)
            assert response.status_code == 200
            assert "This waits until your exam is over" in said
            assert hush(id) not in said
            assert "data-verdict" not in said
            assert ("HX-Retarget" in response.headers) == bool(way)
        said = told(world.client.post(f"{url}flag/", {"flagged": "0"}, **way))
        assert hush(id) not in said
    for n in range(1, 8):
        for selected in ("a", "b", "be", ""):
            saving = save_with_htmx if way else save
            said = told(saving(world.client, world.running, n, selected))
            assert "hush-" not in said
    assert (Response.objects.count(), DrillResponse.objects.count()) == (responses, sorted_before)


def test_ones_own_data_leave_out_what_tells_the_key_and_say_so() -> None:
    world = World()
    save(world.client, world.running, 1, "b", note="a thought", flagged="1", eliminated=["a"])
    asked = set(world.asked)

    data = json.loads(world.client.get("/account/data.json").content)

    assert "An exam is running" in data["left_out"]
    assert {row["question"] for row in data["responses"]} == set(world.ids) - asked
    assert {row["comparison"] for row in data["drills"]} == {
        f"table-{id}" for id in set(world.ids) - asked
    }
    practised, earlier, running = data["sittings"]
    assert {slot["question"] for slot in practised["questions"]} == set(world.ids) - asked
    assert earlier["key"] == str(world.earlier.key)
    assert earlier["summary"]["correct"] == 4
    assert not asked & {slot["question"] for slot in earlier["questions"]}
    assert running["summary"] is running["finished_at"] is None
    first = running["questions"][0]
    assert (first["selected"], first["eliminated"], first["is_flagged"]) == (["b"], ["a"], True)
    assert first["note"] == "a thought"
    assert [entry["selected"] for entry in first["entries"]] == [["b"]]
    for slot in running["questions"]:
        assert not slot.keys() & {"question", "revision", "is_unscored", "score", "task"}

    hand_in(world.client, world.running)
    data = json.loads(world.client.get("/account/data.json").content)

    assert data["left_out"] is None
    assert {row["question"] for row in data["responses"]} == set(world.ids)
    assert len(data["drills"]) == BANK
    assert [len(sitting["questions"]) for sitting in data["sittings"]] == [BANK, 7, 7]
    assert {slot["question"] for slot in data["sittings"][2]["questions"]} == asked


@pytest.mark.parametrize("late", [0.0, 0.5, 1.9])
def test_as_long_as_a_last_save_may_come_in_nothing_is_told(late: float) -> None:
    with time_machine.travel(BEGAN, tick=False):
        world = World()
        assert world.running.deadline_at
        asked = world.asked

    with time_machine.travel(
        world.running.deadline_at + timedelta(seconds=late), tick=False
    ) as clock:
        for where, response in crawl(world.client, *world.starts()):
            said = told(response)
            assert not [id for id in asked if hush(id) in said], where
        result = world.client.get(f"/exams/{world.running.key}/result/?late=1")
        assert result.headers["Refresh"] == "2"
        assert 'id="result"' not in told(result)
        clock.shift(2.1)
        result = world.client.get(f"/exams/{world.running.key}/result/?late=1")
        assert 'id="result"' in told(result)
        review = told(world.client.get(f"/exams/{world.running.key}/review/1/"))
        assert hush(asked[0]) in review
    assert Sitting.objects.filter(finished_at=None).count() == 1


def test_an_abandoned_exam_opens_everything_too() -> None:
    world = World()
    world.client.post(f"/exams/{world.running.key}/abandon/")

    for id in world.asked:
        assert 'id="answer"' in told(world.client.get(f"/questions/{id}/"))
        assert hush(id) in told(world.client.get(f"/comparisons/table-{id}/"))


def test_who_does_not_sit_it_sees_all_as_ever() -> None:
    world = World()
    other = Client()

    for id in world.asked:
        assert 'id="answer"' in told(other.get(f"/questions/{id}/"))
        answered = answer(other, *KEYS[world.ids.index(id)], url=f"/questions/{id}/")
        assert "data-verdict" in told(other.get(answered.headers["Location"]))
