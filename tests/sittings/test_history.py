"""All that a learner sat: the page, what is drawn of it, and the same to take away."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from quiz.sittings.models import Response, Sitting, Slot
from tests.factories.accounts import log_in, make_user
from tests.factories.exams import answer_rightly, begin, hand_in, publish_exam, score_on
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db

BEGAN = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
DAY = timedelta(days=1)


@pytest.fixture
def learner(client: Client) -> Client:
    publish_exam()
    make_user("learner")
    log_in(client, "learner")
    return client


def sit(client: Client, *, rights: int, form: str = "train") -> Sitting:
    sitting = begin(client, form)
    answer_rightly(client, sitting, range(1, rights + 1))
    hand_in(client, sitting)
    return sitting


def page(client: Client, path: str = "/history/") -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def rows_of(client: Client) -> list[dict[str, str]]:
    response = client.get("/history.csv")
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = response.content.decode()
    assert text.startswith("\ufeff"), "or a spreadsheet takes Japanese for something else"
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_before_the_first_sitting_it_says_how_to_begin(learner: Client) -> None:
    assert 'href="/exams/"' in page(learner).split("<main", 1)[1]


def test_each_sitting_stands_with_its_form_and_result_the_latest_first(learner: Client) -> None:
    sit(learner, rights=7)
    sit(learner, rights=2)

    shown = page(learner)

    assert re.findall(r"(\d) / 7", shown) == ["2", "7"]


def test_two_exams_are_drawn_over_time_by_domain_in_the_exams_order(learner: Client) -> None:
    sit(learner, rights=20, form="short")
    assert 'class="trend"' not in page(learner), "one point is no trend"
    sit(learner, rights=0, form="short")

    shown = page(learner)

    names = re.findall(r"<h3>(\w+) domain</h3>", shown)
    assert names == ["secure", "resilient", "performant", "economical"]
    assert re.findall(r"<td>(\d+)%</td>", shown) == ["100", "0"] * 4


def test_the_csv_holds_each_sitting_as_a_whole_and_by_domain(learner: Client) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sit(learner, rights=20, form="short")
        clock.shift(DAY)
        begin(learner)

        rows = rows_of(learner)

    running, whole, *domains = rows
    assert (running["status"], running["correct"], running["ended_at"]) == ("running", "", "")
    assert whole["began_at"] == BEGAN.isoformat()
    assert (whole["form"], whole["status"], whole["domain"]) == ("short", "finished", "")
    assert (whole["correct"], whole["scored"]) == ("20", "20")
    assert sum(int(row["scored"]) for row in domains) == 20
    assert {row["domain"] for row in domains} == {
        "secure",
        "resilient",
        "performant",
        "economical",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(
    learner: Client, start: str
) -> None:
    sitting = sit(learner, rights=1)
    Sitting.objects.filter(pk=sitting.pk).update(exam=f"{start}cmd|' /C calc'!A0")

    assert rows_of(learner)[0]["exam"].startswith(f"'{start}cmd")


def test_of_very_many_the_page_shows_the_latest_and_the_csv_all(learner: Client) -> None:
    sitting = sit(learner, rights=1)
    Sitting.objects.bulk_create(
        Sitting(
            learner_id=sitting.learner_id,
            kind=Sitting.PRACTICE,
            began_at=sitting.began_at - DAY,
            finished_at=sitting.began_at,
            summary={"correct": 0, "scored": 0, "answered": 0, "domains": {}},
            key=f"00000000-0000-4000-8000-{n:012}",
        )
        for n in range(200)
    )

    assert "The latest 200 of 201; the CSV has all of them." in page(learner)
    assert sum(not row["domain"] for row in rows_of(learner)) == 201


class TestAnExamThatEndedByItsDeadline:
    """It is finished, though nothing has written so: no look at a page may."""

    def test_counts_in_the_lists_at_once(self, learner: Client) -> None:
        with time_machine.travel(BEGAN, tick=False) as clock:
            sitting = begin(learner)
            answer_rightly(learner, sitting, range(1, 4))
            learner.post(f"/exams/{sitting.key}/4/", {"selected": "a", "flagged": ""})
            clock.shift(DAY)
            asked = {slot.position: slot.revision.question_id for slot in _slots(sitting)}

            right = page(learner, "/questions/?status=correct")
            wrong = page(learner, "/questions/?status=wrong")
            new = page(learner, "/questions/?status=new&q=stem")
            chosen = page(learner, "/practice/?status=wrong")

            assert not Response.objects.exists()
            assert asked[1] in right
            assert asked[4] not in right
            assert asked[4] in wrong
            assert asked[1] not in wrong
            assert asked[4] not in new
            assert "One question fits" in chosen
            assert score_on(page(learner, f"/exams/{sitting.key}/result/")) == (3, 7)

    @pytest.mark.parametrize("act", ["answer", "practise"])
    def test_is_written_by_the_next_thing_that_writes(self, learner: Client, act: str) -> None:
        with time_machine.travel(BEGAN, tick=False) as clock:
            sitting = begin(learner)
            answer_rightly(learner, sitting, range(1, 4))
            learner.post(f"/exams/{sitting.key}/4/", {"selected": "a"})
            clock.shift(DAY)

            if act == "practise":
                practised = learner.post("/practice/", {"status": "wrong"})
                assert practised.headers["Location"].endswith("/1/"), "the wrong one is asked"
            else:
                _answer_something(learner)

            sitting.refresh_from_db()
            assert sitting.finished_at == sitting.deadline_at
            assert sitting.summary
            assert Response.objects.filter(slot__sitting=sitting).count() == 4


def _slots(sitting: Sitting) -> list[Slot]:
    return list(Slot.objects.filter(sitting=sitting).select_related("revision"))


def _answer_something(client: Client) -> None:

    path = re.findall(r'href="(/questions/[a-z0-9-]+/)"', page(client, "/questions/"))[0]
    assert answer(client, "a", url=path).status_code in (200, 303)
