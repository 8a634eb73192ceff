"""Practice sets by their contract: choose, answer, resume, finish, and the wrong ones again."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from quiz.accounts.models import User
from quiz.bank.models import Question
from quiz.bank.publish import publish
from quiz.bank.ready import ready
from quiz.sittings.events import finished
from quiz.sittings.models import GRACE, Response, Sitting, Slot
from tests.factories.accounts import log_in, make_user
from tests.factories.bank import CANARY, PUBLISHED_AT, make_bank, make_item, publish_items
from tests.factories.exams import begin as begin_exam
from tests.factories.exams import hand_in, key_of, publish_exam, slots_of
from tests.factories.sittings import HTMX, answer

pytestmark = pytest.mark.django_db

URL = "/practice/"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _bank(client: Client) -> None:
    client.cookies["django_language"] = "en"
    publish_exam(40)


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def begin(client: Client, **data: Any) -> Sitting:
    response = client.post(URL, data)
    assert response.status_code == 303
    assert re.fullmatch(r"/practice/[0-9a-f-]{36}/1/", response["Location"]), response["Location"]
    return Sitting.objects.get(key=response["Location"].split("/")[2])


def at(sitting: Sitting, position: int) -> str:
    return f"{URL}{sitting.key}/{position}/"


def send(client: Client, sitting: Sitting, position: int, selected: str, **extra: Any) -> Any:
    return client.post(at(sitting, position), {"selected": list(selected)}, **extra)


def respond(client: Client, sitting: Sitting, rights: str) -> None:
    """ "+-+" answers the first and the third rightly, the second wrongly; "." leaves one open."""
    for slot, right in zip(slots_of(sitting), rights, strict=False):
        key = key_of(slot)
        wrong = "a" if len(key) == 1 else "ac"
        if right != ".":
            response = send(client, sitting, slot.position, key if right == "+" else wrong)
            assert response.status_code == 303


def fitting(client: Client, query: str = "") -> int:
    found = re.search(r"(\d+) questions? fit|(One) question fits", page(client, URL + query))
    assert found
    return 1 if found[2] else int(found[1])


def questions_of(sitting: Sitting) -> list[str]:
    return [slot.revision.question_id for slot in slots_of(sitting)]


class TestChoosing:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 40),
            ("?domain=secure", 12),
            ("?domain=secure&domain=economical", 20),
            ("?task=1.1&task=4.1", 20),
            ("?domain=secure&task=1.1", 12),
            ("?domain=economical&task=1.1", 20),
            ("?service=Amazon+canary&service=Amazon+S3", 40),
            ("?service=Amazon+S3", 0),
            ("?difficulty=2", 40),
            ("?difficulty=3", 0),
            ("?difficulty=x&status=x&order=x&count=x&custom=x", 40),
            ("?domain=none", 0),
            ("?task=9.9", 0),
            ("?exam=none", 0),
            ("?domain=%00&domain=&task=", 40),
            ("?q=stem&status=new", 40),
            ("?status=wrong", 0),
        ],
    )
    def test_the_page_says_how_many_fit(self, client: Client, query: str, count: int) -> None:
        assert fitting(client, query) == count

    def test_without_any_there_is_nothing_to_begin(self, client: Client) -> None:
        shown = page(client, f"{URL}?domain=none&task=9.9&service=x&exam=y")

        assert '<p role="status">0 questions fit. Take something away.</p>' in shown
        assert ">Begin<" not in shown
        for name, value in (("domain", "none"), ("task", "9.9"), ("service", "x")):
            assert f'name="{name}" value="{value}" checked' in shown

        response = client.post(URL, {"domain": "none", "count": "7"})
        assert response["Location"] == f"{URL}?count=7&domain=none"
        assert not User.objects.exists()

    def test_the_choice_stands_in_the_form_and_the_address(self, client: Client) -> None:
        query = "count=custom&custom=33&domain=secure&domain=resilient&order=weakest"
        response = client.get(f"{URL}?{query}&q=&status=&page=3", **HTMX)

        assert response.headers["HX-Replace-Url"] == f"{URL}?{query}"
        assert response.content.decode().lstrip().startswith('<div class="act" id="fits"')
        assert "22 questions fit" in response.content.decode()
        shown = page(client, f"{URL}?{query}")
        assert 'value="custom" checked' in shown
        assert 'name="custom" value="33"' in shown
        assert shown.count('name="domain"') == 4
        assert len(re.findall(r'name="domain" value="\w+" checked', shown)) == 2
        assert '<option value="weakest" selected' in shown

    def test_the_token_is_no_part_of_the_address(self, client: Client) -> None:
        form = re.search(r'<form class="choose".*?</form>', page(client, URL), re.DOTALL)

        assert form
        assert re.findall(r'type="hidden" name="(\w+)"', form[0]) == ["listed"]
        browser = Client(enforce_csrf_checks=True)
        token = re.search(
            r'formmethod="post" name="csrfmiddlewaretoken" value="(\w+)"',
            browser.get(URL, headers={"Accept-Language": "en"}).content.decode(),
        )
        assert token
        assert browser.post(URL, {"csrfmiddlewaretoken": token[1]}).status_code == 303
        assert browser.post(URL, {}).status_code == 403

    def test_another_exam_brings_its_domains(self, client: Client) -> None:
        assert client.get(f"{URL}?exam=demo&listed=demo", **HTMX).status_code == 200
        other = client.get(f"{URL}?exam=demo&count=7&listed=", **HTMX)

        assert other["HX-Redirect"] == f"{URL}?count=7&exam=demo"

    def test_the_list_of_questions_takes_its_filter_along(self, client: Client) -> None:
        shown = page(client, "/questions/?q=stem&domain=secure")

        assert 'href="/practice/?q=stem&amp;domain=secure"' in shown
        chosen = page(client, f"{URL}?q=stem&domain=secure")
        assert 'type="hidden" name="q" value="stem"' in chosen
        assert 'href="/practice/?domain=secure"' in chosen

    def test_ones_own_record_narrows(self, client: Client) -> None:
        answer(client, "b", url="/questions/question-0/")
        answer(client, "a", url="/questions/question-1/")
        client.post("/questions/question-2/flag/", {"flagged": "1"})

        counts = {
            status: fitting(client, f"?status={status}")
            for status in ("new", "wrong", "flagged", "correct")
        }
        assert counts == {"new": 38, "wrong": 1, "flagged": 1, "correct": 1}
        assert fitting(Client(headers={"Accept-Language": "en"}), "?status=wrong") == 0


class TestBeginning:
    def test_a_visitor_becomes_a_guest(self, client: Client) -> None:
        sitting = begin(client, count="7")

        assert sitting.learner.is_guest
        assert sitting.kind == "practice"
        assert sitting.exam == "demo"
        assert sitting.deadline_at is None
        slots = slots_of(sitting)
        assert [slot.position for slot in slots] == list(range(1, 8)) == list(range(1, 1 + 7))
        assert sitting.items == 7
        assert all(slot.domain and slot.task and slot.made_from for slot in slots)
        assert not any(slot.was_seen for slot in slots)
        assert 'id="answer"' in page(client, at(sitting, 1))

    @pytest.mark.parametrize(
        ("data", "items"),
        [
            ({}, 10),
            ({"count": "20"}, 20),
            ({"count": "custom", "custom": "13"}, 13),
            ({"count": "custom", "custom": "0"}, 1),
            ({"count": "custom", "custom": "-3"}, 1),
            ({"count": "custom", "custom": "9" * 5000}, 40),
            ({"count": "custom", "custom": "²"}, 15),
            ({"count": "7", "custom": "13"}, 7),
            ({"count": "20", "domain": "economical"}, 8),
        ],
    )
    def test_it_asks_as_many_as_wished_or_as_there_are(
        self, client: Client, data: dict[str, str], items: int
    ) -> None:
        sitting = begin(client, **data)

        assert sitting.items == len(set(questions_of(sitting))) == items

    def test_several_domains_may_be_chosen(self, client: Client) -> None:
        sitting = begin(client, count="20", domain=["secure", "resilient"])

        assert {slot.domain for slot in slots_of(sitting)} == {"secure", "resilient"}

    def test_several_may_be_open(self, client: Client) -> None:
        first, second = begin(client), begin(client, count="7")
        respond(client, first, "++")

        shown = page(client, URL)
        assert f'href="/practice/{first.key}/"' in shown
        assert f'href="/practice/{second.key}/"' in shown
        assert "2 of 10 answered" in shown
        assert "0 of 7 answered" in shown

    def test_weakest_first_begins_with_what_went_wrong(self, client: Client) -> None:
        answer(client, "b", url="/questions/question-0/")
        answer(client, "a", url="/questions/question-3/")

        sitting = begin(client, order="weakest", count="custom", custom="40")

        ids = questions_of(sitting)
        assert ids[0] == "question-3"
        assert ids[-1] == "question-0"
        assert [slot.was_seen for slot in slots_of(sitting)] == [True, *[False] * 38, True]

    def test_guests_who_are_not_welcome_begin_nothing(self, client: Client, settings: Any) -> None:
        settings.GUESTS = False

        assert client.get(URL).status_code == 200
        assert client.post(URL).status_code == 403
        assert not Sitting.objects.exists()

    def test_an_empty_bank_says_so(self, client: Client) -> None:
        publish(make_bank(make_item(status="draft")), at=PUBLISHED_AT)

        assert fitting(client) == 0
        assert client.post(URL)["Location"] == URL


class TestAnswering:
    def test_the_feedback_stands_at_the_same_address(self, client: Client) -> None:
        sitting = begin(client)
        assert CANARY not in page(client, at(sitting, 1)).split('<article id="item">')[1]

        response = send(client, sitting, 1, key_of(slots_of(sitting)[0]))

        assert response.status_code == 303
        assert response["Location"] == at(sitting, 1)
        shown = page(client, at(sitting, 1))
        assert 'data-grade="correct"' in shown
        assert "en canary explanation" in shown
        assert f'id="next" href="{at(sitting, 2)}"' in shown
        assert "1 of 10 answered" in shown
        response = Response.objects.get()
        assert response.slot == slots_of(sitting)[0]
        assert response.rule == "all-or-nothing-1"

    def test_with_htmx_the_feedback_and_the_progress_come_at_once(self, client: Client) -> None:
        sitting = begin(client)

        shown = send(client, sitting, 1, "a" if len(key_of(slots_of(sitting)[0])) == 1 else "ac")
        shown = send(client, sitting, 1, "a", **HTMX).content.decode()

        assert shown.lstrip().startswith('<article id="item">')
        assert 'data-grade="incorrect"' in shown
        assert 'id="progress" hx-swap-oob="true"' in shown
        assert 'id="leave"' not in shown
        assert "Once more" not in shown

    def test_a_second_answer_changes_nothing(self, client: Client) -> None:
        sitting = begin(client)
        respond(client, sitting, "+")

        respond(client, sitting, "-")
        send(client, sitting, 1, "")

        assert Response.objects.get().is_correct
        assert 'data-grade="correct"' in page(client, at(sitting, 1))

    @pytest.mark.parametrize("selected", ["", "abcd", "z"])
    def test_half_a_choice_is_asked_for_again(self, client: Client, selected: str) -> None:
        sitting = begin(client)

        for extra in ({}, HTMX):
            response = send(client, sitting, 1, selected, **extra)
            assert response.status_code == 200
            assert 'role="alert" id="problem" tabindex="-1">' in response.content.decode()
        assert not Response.objects.exists()

    def test_next_leads_through_what_is_open(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="3")
        respond(client, sitting, ".+")

        assert f'id="next" href="{at(sitting, 3)}"' in page(client, at(sitting, 2))
        respond(client, sitting, "..+")
        assert f'id="next" href="{at(sitting, 1)}"' in page(client, at(sitting, 3))
        assert client.get(f"{URL}{sitting.key}/")["Location"] == at(sitting, 1)

    def test_the_last_answer_ends_the_set(self, client: Client) -> None:
        heard: list[Sitting] = []

        def hear(sender: Any, sitting: Sitting, **kwargs: Any) -> None:
            heard.append(sitting)

        finished.connect(hear)
        try:
            sitting = begin(client, count="7")
            respond(client, sitting, "++-++-")
            assert not heard
            key = key_of(slots_of(sitting)[6])
            shown = send(client, sitting, 7, key, **HTMX).content.decode()
        finally:
            finished.disconnect(hear)

        sitting.refresh_from_db()
        assert heard == [sitting]
        assert sitting.finished_at == Response.objects.get(slot__position=7).responded_at
        assert sitting.summary == {
            "correct": 5,
            "scored": 7,
            "answered": 7,
            "domains": sitting.summary["domains"],
        }
        assert sum(total for _, total in sitting.summary["domains"].values()) == 7
        assert f'id="next" href="{URL}{sitting.key}/summary/">To the summary<' in shown
        assert 'id="leave" hx-swap-oob="true"' in shown  # there is nothing left to pause
        again = page(client, at(sitting, 7))
        for text in (shown, again):
            assert "Finish here" not in text
            assert text.count(">To the summary<") == 1
        assert client.get(f"{URL}{sitting.key}/")["Location"] == f"{URL}{sitting.key}/summary/"

    def test_a_retired_question_still_stands_as_it_was(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="40")
        publish_items()
        assert Question.objects.get(pk=questions_of(sitting)[0]).current is None

        assert "en stem?" in page(client, at(sitting, 1))
        respond(client, sitting, "-")

        assert 'data-grade="incorrect"' in page(client, at(sitting, 1))
        client.post(f"{URL}{sitting.key}/finish/")
        assert "A question that is not asked any more" in page(
            client, f"{URL}{sitting.key}/summary/"
        )
        assert client.post(URL, {"again": sitting.key})["Location"] == URL

    def test_it_goes_on_on_another_device(self, client: Client) -> None:
        make_user()
        log_in(client)
        sitting = begin(client)
        respond(client, sitting, "+")
        other = Client()
        log_in(other)

        assert other.get(f"{URL}{sitting.key}/")["Location"] == at(sitting, 2)
        respond(other, sitting, ".+")
        assert "2 of 10 answered" in page(client, URL)


class TestFinishing:
    def test_early_only_what_was_answered_counts(self, client: Client) -> None:
        sitting = begin(client)
        respond(client, sitting, "+-.+")

        for _ in range(2):
            response = client.post(f"{URL}{sitting.key}/finish/")
            assert response.status_code == 303
            assert response["Location"] == f"{URL}{sitting.key}/summary/"

        shown = page(client, f"{URL}{sitting.key}/summary/")
        assert 'data-correct="2" data-scored="3"' in shown
        assert "3 of 10 questions were answered" in shown
        assert "The wrong one again" in shown
        assert f'<a class="button second" href="{URL}">Another set</a>' in shown
        assert "Not finished" not in page(client, URL)
        assert "2 / 3" in page(client, "/history/")
        assert f'href="{URL}{sitting.key}/"' in page(client, "/history/")

    def test_what_was_left_open_takes_no_answer_and_shows_no_key(self, client: Client) -> None:
        sitting = begin(client)
        respond(client, sitting, "+.+")
        client.post(f"{URL}{sitting.key}/finish/")
        summary = f"{URL}{sitting.key}/summary/"

        assert client.get(at(sitting, 2))["Location"] == summary
        assert send(client, sitting, 2, "b")["Location"] == summary
        assert send(client, sitting, 2, "")["Location"] == summary
        assert send(client, sitting, 2, "b", **HTMX).headers["HX-Redirect"] == summary
        assert Response.objects.count() == 2
        assert f'id="next" href="{at(sitting, 3)}"' in page(client, at(sitting, 1))
        assert f'id="next" href="{summary}"' in page(client, at(sitting, 3))

    def test_an_empty_one_says_nothing(self, client: Client) -> None:
        sitting = begin(client)
        client.post(f"{URL}{sitting.key}/finish/")

        shown = page(client, f"{URL}{sitting.key}/summary/")
        assert "Nothing was answered" in shown
        assert f'<a class="button" id="next" href="{URL}">Another set</a>' in shown
        assert "nothing answered" in page(client, "/history/")

    def test_an_open_one_has_no_summary(self, client: Client) -> None:
        sitting = begin(client)

        response = client.get(f"{URL}{sitting.key}/summary/")
        assert response["Location"] == f"{URL}{sitting.key}/"


class TestAgain:
    def test_the_wrong_ones_of_a_set(self, client: Client) -> None:
        sitting = begin(client, count="7")
        respond(client, sitting, "+-+-+++")
        wrong = {questions_of(sitting)[1], questions_of(sitting)[3]}

        again = begin(client, again=sitting.key)

        assert set(questions_of(again)) == wrong
        assert all(slot.was_seen for slot in slots_of(again))

    def test_the_wrong_ones_of_an_exam(self, client: Client) -> None:
        exam = begin_exam(client)
        for slot in slots_of(exam)[:5]:
            client.post(f"/exams/{exam.key}/{slot.position}/", {"selected": list(key_of(slot))})
        assert client.post(URL, {"again": exam.key}).status_code == 404
        hand_in(client, exam)

        result = page(client, f"/exams/{exam.key}/result/")
        assert "Practise the 2 wrong ones" in result
        assert f'name="again" value="{exam.key}"' in result
        again = begin(client, again=exam.key)
        assert set(questions_of(again)) == set(questions_of(exam)[5:])

    def test_not_while_a_last_save_of_the_exam_may_come_in(self, client: Client) -> None:
        exam = begin_exam(client)
        assert exam.deadline_at

        with time_machine.travel(exam.deadline_at + GRACE / 2, tick=False):
            assert client.post(URL, {"again": exam.key}).status_code == 404
        with time_machine.travel(exam.deadline_at + 2 * GRACE, tick=False):
            assert begin(client, again=exam.key).items == 7

    def test_nothing_wrong_begins_nothing(self, client: Client) -> None:
        sitting = begin(client, count="7")
        respond(client, sitting, "+++++++")

        assert "wrong ones again" not in page(client, f"{URL}{sitting.key}/summary/")
        assert client.post(URL, {"again": sitting.key})["Location"] == URL
        assert Sitting.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "x", "\0", NOBODY])
    def test_of_what_is_not_there_is_not_found(self, client: Client, key: str) -> None:
        assert client.post(URL, {"again": key}).status_code == 404

    def test_neither_of_an_open_set_nor_of_an_abandoned_exam(self, client: Client) -> None:
        sitting, exam = begin(client), begin_exam(client)
        client.post(f"/exams/{exam.key}/abandon/")

        for key in (sitting.key, exam.key):
            assert client.post(URL, {"again": key}).status_code == 404


class TestBesideAnExam:
    def test_its_questions_are_left_out(self, client: Client) -> None:
        exam = begin_exam(client)
        asked = set(questions_of(exam))

        assert fitting(client) == 33
        assert "Those of your running exam are left out." in page(client, URL)
        sitting = begin(client, count="custom", custom="40")
        assert sitting.items == 33
        assert not asked & set(questions_of(sitting))

    def test_an_open_set_waits_with_them(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="40")
        exam = begin_exam(client)
        asked = set(questions_of(exam))
        closed = [s.position for s in slots_of(sitting) if s.revision.question_id in asked]
        open_ = next(s.position for s in slots_of(sitting) if s.position not in closed)

        for response in (client.get(at(sitting, closed[0])), send(client, sitting, closed[0], "b")):
            assert "waits until your exam is over" in response.content.decode()
        assert not Response.objects.exists()
        assert 'id="answer"' in page(client, at(sitting, open_))

    def test_an_open_set_goes_on_with_what_is_open(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="40")
        exam = begin_exam(client)
        asked = set(questions_of(exam))
        open_ = [s.position for s in slots_of(sitting) if s.revision.question_id not in asked]

        assert client.get(f"{URL}{sitting.key}/")["Location"] == at(sitting, open_[0])
        send(client, sitting, open_[0], key_of(slots_of(sitting)[open_[0] - 1]))
        assert f'href="{at(sitting, open_[1])}"' in page(client, at(sitting, open_[0]))

    def test_where_only_its_questions_are_left_the_set_waits(self, client: Client) -> None:
        publish_exam(7)
        sitting = begin(client, count="7")
        begin_exam(client)

        assert client.get(f"{URL}{sitting.key}/")["Location"] == at(sitting, 1)

    def test_what_a_set_did_not_show_is_still_new_to_an_exam(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="40")
        respond(client, sitting, "+")
        client.post(f"{URL}{sitting.key}/finish/")

        exam = begin_exam(client)

        assert not any(slot.was_seen for slot in slots_of(exam))

    def test_the_wrong_ones_too(self, client: Client) -> None:
        sitting = begin(client, count="custom", custom="40")
        respond(client, sitting, "-" * 40)
        exam = begin_exam(client)

        again = begin(client, again=sitting.key)

        assert again.items == 33
        assert not set(questions_of(exam)) & set(questions_of(again))


def test_anothers_set_is_not_found_anywhere(client: Client) -> None:
    sitting = begin(client)
    other = Client()
    make_user("another")
    log_in(other, "another")

    for stranger in (other, Client()):
        for path in ("", "1/", "summary/"):
            assert stranger.get(f"{URL}{sitting.key}/{path}").status_code == 404
        for path in ("1/", "finish/"):
            assert stranger.post(f"{URL}{sitting.key}/{path}", {"selected": "b"}).status_code == 404
        assert stranger.post(URL, {"again": sitting.key}).status_code == 404
        assert "Not finished" not in stranger.get(URL).content.decode()
    assert not Response.objects.exists()


def test_kinds_do_not_mix(client: Client) -> None:
    sitting, exam = begin(client), begin_exam(client)

    for path in ("", "1/", "result/", "finish/"):
        assert client.get(f"/exams/{sitting.key}/{path}").status_code == 404
    for path in ("", "1/", "summary/", "99/"):
        assert client.get(f"{URL}{exam.key}/{path}").status_code == 404
    assert client.get(at(sitting, 0)).status_code == 404
    assert client.get(at(sitting, 99)).status_code == 404
    assert client.get(at(sitting, 10**30)).status_code == 404


@pytest.mark.parametrize("count", [20, 40])
def test_queries_are_few_and_do_not_grow(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    publish_exam(count)
    ready.cache_clear()  # another test may have met these questions
    sitting = begin(client, count="custom", custom=str(count))
    for position in range(1, 5):
        page(client, at(sitting, position))
    with django_assert_num_queries(5):
        page(client, URL)
    with django_assert_num_queries(3):
        client.get(URL, **HTMX)
    with django_assert_num_queries(7):
        page(client, at(sitting, 1))
    respond(client, sitting, "+")
    page(client, at(sitting, 1))
    with django_assert_num_queries(7):
        page(client, at(sitting, 1))
    selected = key_of(slots_of(sitting)[1])
    with django_assert_num_queries(14):  # two of them read what was not met yet
        assert send(client, sitting, 2, selected, **HTMX).status_code == 200
    respond(client, sitting, "..++-")
    client.post(f"{URL}{sitting.key}/finish/")
    with django_assert_num_queries(6):
        page(client, f"{URL}{sitting.key}/summary/")
    with django_assert_num_queries(15):
        begin(client, order="weakest", count="7")
    assert Slot.objects.count() == count + 7
