"""The mock exam by its contract: begin, save, hand in, and not a word before the end."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from quiz.accounts.models import User
from quiz.sittings.models import Entry, Response, Sitting, Slot
from tests.factories.accounts import log_in, make_user
from tests.factories.bank import CANARY
from tests.factories.exams import (
    WEIGHTS,
    address,
    answer_rightly,
    begin,
    hand_in,
    key_of,
    make_items,
    publish_exam,
    save,
    save_with_htmx,
    score_on,
    slots_of,
)
from tests.factories.sittings import HTMX

pytestmark = pytest.mark.django_db

BEGAN = datetime.fromisoformat("2026-11-24T10:00:00+00:00")


@pytest.fixture
def bank() -> None:
    publish_exam()


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == status, path
    return response.content.decode()


class TestBeginning:
    def test_a_visitor_begins_and_becomes_a_guest(self, client: Client, bank: None) -> None:
        response = client.post("/exams/", {"form": "train"})

        sitting = Sitting.objects.get()
        assert response.status_code == 303
        assert response["Location"] == f"/exams/{sitting.key}/1/"
        assert sitting.learner.is_guest
        assert 'id="answer"' in page(client, response["Location"])

    @pytest.mark.parametrize(
        ("form", "items", "minutes"), [("full", 65, 130), ("short", 20, 40), ("train", 7, 14)]
    )
    def test_each_form_has_its_items_and_its_time(
        self, client: Client, bank: None, form: str, items: int, minutes: int
    ) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client, form)

        assert Slot.objects.filter(sitting=sitting).count() == sitting.items == items
        assert sitting.deadline_at == BEGAN + timedelta(minutes=minutes)

    def test_the_whole_exam_follows_the_blueprint_and_hides_what_is_not_scored(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client, "full")
        slots = slots_of(sitting)

        counts = Counter(slot.domain for slot in slots)
        assert [counts[domain] for domain in WEIGHTS] == [19, 17, 16, 13]
        assert sum(slot.is_unscored for slot in slots) == 15
        unscored = next(slot for slot in slots if slot.is_unscored)
        scored = next(slot for slot in slots if not slot.is_unscored)
        shown = [page(client, address(sitting, one.position)) for one in (unscored, scored)]
        assert not any("scored" in text for text in shown)

    @pytest.mark.parametrize(("form", "minutes"), [("full", 160), ("short", 49), ("train", 17)])
    def test_extra_time_is_in_proportion(
        self, client: Client, bank: None, form: str, minutes: int
    ) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client, form, extra_time="on", exam="demo")

        assert sitting.deadline_at == BEGAN + timedelta(minutes=minutes)

    def test_a_second_beginning_leads_to_the_running_one(self, client: Client, bank: None) -> None:
        sitting = begin(client)

        response = client.post("/exams/", {"form": "short"})

        assert response["Location"] == f"/exams/{sitting.key}/"
        assert Sitting.objects.count() == 1

    @pytest.mark.parametrize("data", [{}, {"form": "none"}, {"form": "train", "exam": "none"}])
    def test_what_is_not_offered_is_refused_on_the_page(
        self, client: Client, bank: None, data: dict[str, str]
    ) -> None:
        response = client.post("/exams/", data)

        assert response.status_code == 200
        assert 'role="alert"' in response.content.decode()
        assert not Sitting.objects.exists()
        assert not User.objects.exists()

    def test_a_small_bank_says_what_it_can_offer(self, client: Client) -> None:
        publish_exam(20)
        shown = page(client, "/exams/")

        assert "The bank has 20 questions, which are too few for this form." in shown
        assert shown.count(">Begin<") == 2
        assert client.post("/exams/", {"form": "full"}).status_code == 200
        assert begin(client, "short").items == 20

    def test_unseen_questions_come_first(self, client: Client) -> None:
        publish_exam(150)
        first = begin(client, "full")
        hand_in(client, first)

        again = begin(client, "full")

        met = {slot.revision_id for slot in slots_of(first)}
        assert not any(slot.revision_id in met for slot in slots_of(again))
        assert not any(slot.was_seen for slot in slots_of(again))

    def test_guests_who_are_not_welcome_begin_nothing(
        self, client: Client, bank: None, settings: Any
    ) -> None:
        settings.GUESTS = False

        assert client.post("/exams/", {"form": "train"}).status_code == 403
        assert not Sitting.objects.exists()


class TestSaving:
    def test_a_choice_is_kept_at_once_and_shown_again(self, client: Client, bank: None) -> None:
        sitting = begin(client)
        single = next(slot.position for slot in slots_of(sitting) if slot.pick == 1)

        response = save(
            client, sitting, single, "b", flagged="1", eliminated=["a", "c"], note="look at <this>"
        )

        assert response.status_code == 303
        assert response["Location"] == address(sitting, single)
        shown = page(client, address(sitting, single))
        assert re.search(r'name="selected" value="b" checked', shown)
        assert shown.count('name="eliminated"') >= 4
        assert len(re.findall(r'name="eliminated" value="[ac]" checked', shown)) == 2
        assert re.search(r'name="flagged" value="1" id="flagged" checked', shown)
        assert "look at &lt;this&gt;" in shown
        assert "1 of 7 answered" in shown

    def test_with_htmx_a_part_comes_back_that_tells_nothing(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        right = key_of(slots_of(sitting)[0])

        bodies = []
        for selected in (right, "a" if len(right) == 1 else "ac"):
            response = save_with_htmx(client, sitting, 1, selected)
            assert response.status_code == 200
            bodies.append(re.sub(r"\d\d:\d\d:\d\d", "", response.content.decode()))
        assert bodies[0] == bodies[1]
        assert "<html" not in bodies[0]
        assert 'id="saved"' in bodies[0]
        assert CANARY not in bodies[0]

    @pytest.mark.parametrize(
        ("go", "leads_to"), [("next", "2/"), ("previous", "1/"), ("", "1/"), ("finish", "finish/")]
    )
    def test_each_button_saves_and_leads_on(
        self, client: Client, bank: None, go: str, leads_to: str
    ) -> None:
        sitting = begin(client)

        response = save(client, sitting, 1, "b", go=go)

        assert response["Location"] == f"/exams/{sitting.key}/{leads_to}"
        assert slots_of(sitting)[0].selected == "b"

    def test_enter_saves_and_leads_on_without_scripts_too(self, client: Client, bank: None) -> None:
        """A browser presses the first button of the form, in the order of the page."""
        sitting = begin(client)

        buttons = re.findall(r'<button[^>]* name="(\w+)"', page(client, address(sitting, 2)))

        of_the_form = [name for name in buttons if name in ("go", "clear")]
        assert of_the_form[0] == "go"
        assert "clear" in of_the_form

    def test_after_the_last_question_comes_the_end(self, client: Client, bank: None) -> None:
        sitting = begin(client)

        assert save(client, sitting, 7, "b", go="next")["Location"].endswith("/finish/")

    def test_an_answer_is_changed_cleared_and_left_half(self, client: Client, bank: None) -> None:
        sitting = begin(client, "full")
        double = next(slot for slot in slots_of(sitting) if len(slot.option_order) == 5)

        for selected, data, kept in (
            ("be", {}, "be"),
            ("e", {}, "e"),
            ("bae", {}, "e"),  # more than are asked for: what was there stays
            ("", {}, ""),
            ("b", {"clear": "1"}, ""),
            ("xz", {}, ""),
        ):
            save(client, sitting, double.position, selected, **data)
            double.refresh_from_db()
            assert double.selected == kept
        assert Entry.objects.filter(slot=double).count() == 6
        assert not Response.objects.exists()

    def test_there_is_nothing_before_the_first_question_or_past_the_last(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)

        for position in (0, 8, 999, 10**30):
            assert client.get(address(sitting, position)).status_code == 404
            assert save(client, sitting, position, "b").status_code == 404

    @pytest.mark.parametrize("way", [save, save_with_htmx])
    def test_more_than_are_asked_for_are_refused_and_said_so(
        self, client: Client, bank: None, way: Any
    ) -> None:
        client.cookies["django_language"] = "en"
        sitting = begin(client, "full")
        double = next(slot for slot in slots_of(sitting) if slot.pick == 2)
        save(client, sitting, double.position, "be")

        response = way(client, sitting, double.position, "abe", flagged="1", go="next")

        if response.status_code == 303:
            assert response["Location"] == f"{address(sitting, double.position)}?many=1"
            response = client.get(response["Location"])
        assert "At most 2 can be chosen" in response.content.decode()
        double.refresh_from_db()
        assert (double.selected, double.is_flagged) == ("be", True)

    def test_half_a_choice_is_no_answer_yet(self, client: Client, bank: None) -> None:
        sitting = begin(client, "full")
        double = next(slot for slot in slots_of(sitting) if slot.pick == 2)
        answer_rightly(client, sitting, range(1, 66))
        assert "Every question is answered" in page(client, f"/exams/{sitting.key}/finish/")

        save(client, sitting, double.position, "b")

        assert "1 of 2 chosen" in page(client, address(sitting, double.position))
        assert "not answered, or not in full" in page(client, f"/exams/{sitting.key}/finish/")
        resumed = client.get(f"/exams/{sitting.key}/")["Location"]
        assert resumed == address(sitting, double.position)

    def test_lines_of_a_note_count_as_a_browser_counts_them(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)

        save(client, sitting, 1, "", note="x\r\n" * 999 + "ab")

        assert slots_of(sitting)[0].note == "x\n" * 999 + "ab"

    def test_a_note_is_cut_at_its_longest(self, client: Client, bank: None) -> None:
        sitting = begin(client)

        save(client, sitting, 1, "", note="x" * 5000)

        assert len(slots_of(sitting)[0].note) == 2000

    def test_the_time_left_is_told_in_iso_8601(self, client: Client, bank: None) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client)
            shown = page(client, address(sitting, 1))

        found = re.search(r'id="time-left" data-deadline="([^"]+)"', shown)
        assert found
        assert datetime.fromisoformat(found[1]) == BEGAN + timedelta(minutes=14)

    def test_a_new_publishing_changes_nothing_of_a_running_exam(self, client: Client) -> None:
        publish_exam(20)
        sitting = begin(client, "short")
        before = [page(client, address(sitting, n)) for n in (1, 2)]

        publish_exam(7)  # what was drawn is retired, for the most part

        now = [page(client, address(sitting, n)) for n in (1, 2)]
        strip = re.compile(r'data-now="[^"]+"|csrfmiddlewaretoken" value="[^"]+"')
        assert [strip.sub("", text) for text in now] == [strip.sub("", text) for text in before]


class TestTheEnd:
    def test_the_page_before_it_lists_what_is_open_and_flagged(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        answer_rightly(client, sitting, range(1, 3))
        save(client, sitting, 2, key_of(slots_of(sitting)[1]), flagged="1")

        shown = page(client, f"/exams/{sitting.key}/finish/")

        assert "5 questions are not answered" in shown
        assert shown.split("Flagged:")[1].count(f'href="{address(sitting, 2)}"') >= 1

    def test_handing_in_leads_to_the_result_and_a_second_time_too(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        answer_rightly(client, sitting, range(1, 6))

        for _ in range(2):
            response = hand_in(client, sitting)
            assert response.status_code == 303
            assert response["Location"] == f"/exams/{sitting.key}/result/"
        assert score_on(page(client, response["Location"])) == (5, 7)
        assert Response.objects.count() == 5

    def test_the_result_is_told_by_domain_with_the_exams_keys(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client, "full")
        answer_rightly(client, sitting, range(1, 66))
        hand_in(client, sitting)

        shown = page(client, f"/exams/{sitting.key}/result/")

        assert score_on(shown) == (50, 50)
        rows = re.findall(r'data-domain="(\w+)" data-correct="(\d+)" data-scored="(\d+)"', shown)
        assert rows == [
            ("secure", "15", "15"),
            ("resilient", "13", "13"),
            ("performant", "12", "12"),
            ("economical", "10", "10"),
        ]
        assert "between 93% and 100%" in shown
        assert "720 is not 72%" in shown
        assert "15 of 15 right" in shown

    def test_a_domain_that_the_exam_has_lost_since_comes_last_under_its_id(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        Slot.objects.filter(sitting=sitting, position=1).update(domain="bygone")
        hand_in(client, sitting)

        shown = page(client, f"/exams/{sitting.key}/result/")

        assert re.findall(r'data-domain="(\w+)"', shown)[-1] == "bygone"

    def test_a_save_after_the_end_changes_nothing_and_says_what_was_kept(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        save(client, sitting, 2, "b")
        hand_in(client, sitting)

        plain = save(client, sitting, 2, "a")
        htmx = save_with_htmx(client, sitting, 2, "a")

        result = f"/exams/{sitting.key}/result/?late=2"
        assert (plain.status_code, plain["Location"]) == (303, result)
        assert (htmx.status_code, htmx["HX-Redirect"]) == (200, result)
        assert slots_of(sitting)[1].selected == "b"
        assert "was not kept" in page(client, result)

    def test_each_of_several_late_saves_is_told(self, client: Client, bank: None) -> None:
        sitting = begin(client)
        hand_in(client, sitting)

        shown = page(client, f"/exams/{sitting.key}/result/?late=2&late=5&late=x")

        assert re.findall(r"change to question (\d+) came after", shown) == ["2", "5"]

    @pytest.mark.parametrize(
        ("late", "is_kept"),
        [(-1.0, True), (0.0, True), (1.9, True), (2.0, True), (2.1, False), (3600.0, False)],
    )
    def test_a_save_two_seconds_late_is_kept_and_no_later(
        self, client: Client, bank: None, late: float, is_kept: bool
    ) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client)
        assert sitting.deadline_at

        with time_machine.travel(sitting.deadline_at + timedelta(seconds=late), tick=False):
            save(client, sitting, 1, "b")

        assert (slots_of(sitting)[0].selected == "b") == is_kept

    def test_past_its_deadline_it_is_finished_though_nothing_was_written(
        self, client: Client, bank: None
    ) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client)
            answer_rightly(client, sitting, range(1, 4))
        with time_machine.travel(BEGAN + timedelta(hours=1), tick=False):
            response = client.get(address(sitting, 1))
            assert response["Location"] == f"/exams/{sitting.key}/result/"
            assert score_on(page(client, response["Location"])) == (3, 7)
            assert "3 / 7" in page(client, "/history/")
            sitting.refresh_from_db()
            assert sitting.finished_at is None
            assert not Response.objects.exists()
            assert "running" not in page(client, "/exams/")

            begin(client)  # the next thing that writes settles it

        sitting.refresh_from_db()
        assert sitting.finished_at == sitting.deadline_at
        assert sitting.summary == {
            "correct": 3,
            "scored": 7,
            "answered": 3,
            "domains": sitting.summary["domains"],
        }
        assert Response.objects.count() == 3

    def test_no_look_at_a_page_writes(self, client: Client, bank: None) -> None:
        with time_machine.travel(BEGAN, tick=False):
            sitting = begin(client)
        with time_machine.travel(BEGAN + timedelta(hours=1), tick=False):
            for path in ("result/", "1/", "finish/", "review/1/"):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(Sitting, "save", None)
                    client.get(f"/exams/{sitting.key}/{path}")

    def test_an_abandoned_exam_is_kept_and_not_counted(self, client: Client, bank: None) -> None:
        sitting = begin(client)
        answer_rightly(client, sitting, range(1, 4))

        response = client.post(f"/exams/{sitting.key}/abandon/")

        assert response["Location"] == "/exams/"
        assert not Response.objects.exists()
        assert "abandoned" in page(client, f"/exams/{sitting.key}/result/")
        assert "abandoned, not counted" in page(client, "/history/")
        assert hand_in(client, sitting).status_code == 303
        assert save(client, sitting, 1, "b").status_code == 303
        sitting.refresh_from_db()
        assert sitting.finished_at is None
        begin(client)  # there is room for another


class TestReview:
    def test_each_question_shows_ones_own_choice_and_the_explanation(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        save(client, sitting, 1, "a", flagged="1", note="my note")
        answer_rightly(client, sitting, range(2, 8))
        hand_in(client, sitting)

        shown = page(client, f"/exams/{sitting.key}/review/1/")

        assert 'data-grade="incorrect"' in shown
        assert 'data-option="a" data-verdict="false-alarm"' in shown
        assert "en canary explanation" in shown
        assert "my note" in shown
        assert f'href="/exams/{sitting.key}/review/2/"' in shown
        wrong = page(client, f"/exams/{sitting.key}/review/1/?show=wrong")
        assert 'rel="next"' not in wrong
        assert 'rel="next"' not in page(client, f"/exams/{sitting.key}/review/1/?show=flagged")

    def test_changes_from_wrong_to_right_and_back_are_counted(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        first, second = slots_of(sitting)[:2]
        save(client, sitting, 1, "a")
        save(client, sitting, 1, key_of(first))
        save(client, sitting, 2, key_of(second))
        save(client, sitting, 2, "")
        save(client, sitting, 2, "a" if len(key_of(second)) == 1 else "ac")
        hand_in(client, sitting)

        shown = page(client, f"/exams/{sitting.key}/result/")

        assert "from wrong to right: 1" in shown or len(key_of(first)) == 2
        assert "from right to wrong: 1" in shown

    def test_time_is_told_for_each_question(self, client: Client, bank: None) -> None:
        with time_machine.travel(BEGAN, tick=False) as clock:
            sitting = begin(client)
            clock.shift(65)
            save(client, sitting, 1, "b")
            clock.shift(10)
            save(client, sitting, 2, "b")
            clock.shift(10)
            save(client, sitting, 1, "a")
            hand_in(client, sitting)
            shown = page(client, f"/exams/{sitting.key}/result/")

        assert re.findall(r"<td>(\d+:\d\d)</td>", shown)[:3] == ["1:15", "0:10", "0:00"]

    def test_the_time_until_a_question_is_left_by_a_link_is_its_own(
        self, client: Client, bank: None
    ) -> None:
        with time_machine.travel(BEGAN, tick=False) as clock:
            sitting = begin(client)
            save(client, sitting, 1, "b")
            clock.shift(30)
            assert client.post(address(sitting, 1), {"left": "1"}).status_code == 204
            clock.shift(10)
            save(client, sitting, 2, "b")
            hand_in(client, sitting)
            assert client.post(address(sitting, 2), {"left": "1"}).status_code == 204
            shown = page(client, f"/exams/{sitting.key}/result/")

        assert re.findall(r"<td>(\d+:\d\d)</td>", shown)[:2] == ["0:30", "0:10"]
        assert slots_of(sitting)[0].selected == "b"
        assert Entry.objects.count() == 3

    def test_what_the_filter_leaves_out_leads_to_the_first_that_it_shows(
        self, client: Client, bank: None
    ) -> None:
        sitting = begin(client)
        save(client, sitting, 3, "b", flagged="1")
        hand_in(client, sitting)
        review = f"/exams/{sitting.key}/review/"

        assert client.get(f"{review}1/?show=flagged")["Location"] == f"{review}3/?show=flagged"
        assert "0 questions" in page(client, f"{review}1/?show=changed")


def test_while_it_runs_there_is_no_result_and_no_review(client: Client, bank: None) -> None:
    sitting = begin(client)

    for path in ("result/", "review/1/"):
        assert client.get(f"/exams/{sitting.key}/{path}").status_code == 302


def test_anothers_sitting_is_not_found_anywhere(client: Client, bank: None) -> None:
    sitting = begin(client)
    other = Client()
    make_user("another")
    log_in(other, "another")

    for stranger in (other, Client()):
        for path in ("", "1/", "finish/", "result/", "review/1/"):
            assert stranger.get(f"/exams/{sitting.key}/{path}").status_code == 404
        for path in ("1/", "finish/", "abandon/"):
            assert stranger.post(f"/exams/{sitting.key}/{path}").status_code == 404
    assert slots_of(sitting)[0].selected == ""


def test_the_front_page_waits_for_the_end_where_the_exam_asks_its_question(
    client: Client,
) -> None:
    publish_exam(items=make_items(20))
    begin(client, "short")

    shown = page(client, "/")

    assert "This waits until your exam is over" in shown
    assert "There is no question" not in shown


def test_a_page_that_is_not_there_says_too_that_an_exam_is_running(
    client: Client, bank: None
) -> None:
    sitting = begin(client)

    for path in ("/nowhere/", "/exams/00000000-0000-4000-8000-000000000000/"):
        assert f'href="/exams/{sitting.key}/"' in page(client, path, status=404)


def test_a_process_that_has_met_no_question_reads_all_of_a_result_at_once(
    client: Client, bank: None, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    sitting = begin(client, "full")
    monkeypatch.setattr("quiz.bank.models._items", {})
    with django_assert_num_queries(11):
        hand_in(client, sitting)
    monkeypatch.setattr("quiz.bank.models._items", {})
    with django_assert_num_queries(7):
        page(client, f"/exams/{sitting.key}/result/")


def test_queries_are_few_and_do_not_grow(
    client: Client, bank: None, django_assert_num_queries: Any
) -> None:
    sitting = begin(client, "full")
    save_with_htmx(client, sitting, 1, "b")
    page(client, address(sitting, 1))
    with django_assert_num_queries(5):
        page(client, address(sitting, 1))
    with django_assert_num_queries(10):
        save_with_htmx(client, sitting, 1, "a")
    hand_in(client, sitting)
    page(client, f"/exams/{sitting.key}/result/")
    with django_assert_num_queries(6):
        page(client, f"/exams/{sitting.key}/result/")
    with django_assert_num_queries(4):
        page(client, "/history/")


def test_the_address_without_a_number_leads_to_what_is_open(client: Client, bank: None) -> None:
    sitting = begin(client)
    save(client, sitting, 1, key_of(slots_of(sitting)[0]))

    assert client.get(f"/exams/{sitting.key}/")["Location"] == address(sitting, 2)
    assert client.get(f"/exams/{sitting.key}/", **HTMX).status_code == 302
