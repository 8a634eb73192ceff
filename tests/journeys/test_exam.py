"""Sitting a mock exam in a real browser: whole, by keyboard, without scripts, off the network."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from quiz.accounts.models import User
from quiz.sittings.models import GRACE, Entry, Response, Sitting, Slot
from tests.factories.exams import key_of, make_items, publish_exam, slots_of
from tests.journeys.steps import (
    GONE,
    PHONE,
    at,
    check_width,
    check_with_axe,
    choose,
    options,
    press_until,
)

WORDS = {
    "ja": {"begin": "始める", "hand_in": "提出する"},
    "en": {"begin": "Begin", "hand_in": "Hand in now"},
}


@pytest.fixture
def exam_site(live_server: Any, transactional_db: None) -> str:
    """The address of a server with questions for the shorter forms, each with one key."""
    publish_exam(items=[item for item in make_items(25) if not item.is_multiple_response])
    return str(live_server.url)


def begin(page: Page, site: str, form: str = "train") -> Sitting:
    page.goto(f"{site}/exams/")
    page.locator(f"form:has(input[value={form}]) button").click()
    expect(page.locator("#answer")).to_be_visible()
    page.wait_for_load_state()
    return Sitting.objects.latest("began_at")


def is_saved(page: Page) -> None:
    expect(page.locator("#saved time")).to_be_visible()
    expect(page.locator("#unsaved")).to_be_hidden()


def ends_in(sitting: Sitting, seconds: float) -> None:
    deadline = timezone.now() + timedelta(seconds=seconds)
    Sitting.objects.filter(pk=sitting.pk).update(deadline_at=deadline)
    User.objects.update(busy_until=deadline + GRACE)


def test_a_whole_exam_is_sat_to_its_result_and_looked_through(
    page: Page, live_server: Any, transactional_db: None, language: str
) -> None:
    words = WORDS[language]
    publish_exam(90)
    page.goto(str(live_server.url))
    page.locator("header a[href='/exams/']").click()
    page.locator("form:has(input[value=full])").get_by_role("button", name=words["begin"]).click()
    at(page, 1)
    sitting = Sitting.objects.get()
    slots = slots_of(sitting)

    for slot in slots:
        right = key_of(slot)
        wrong = "a" if len(right) == 1 else "ac"
        choose(page, wrong if slot.position % 5 == 0 else right)
        if slot.position == 7:
            page.locator("#flagged").check()
        expect(page.locator("#navigator [aria-current]")).to_have_class(re.compile("done"))
        page.locator("#next").click()
        page.wait_for_url(
            re.compile(rf"/({slot.position + 1}|finish)/$"), wait_until="domcontentloaded"
        )

    expect(page.locator(".jumps a")).to_have_text(["7"])
    page.get_by_role("button", name=words["hand_in"]).click()
    scored = [slot for slot in slots if not slot.is_unscored]
    result = page.locator("#result")
    expect(result).to_have_attribute("data-scored", "50")
    right = sum(slot.position % 5 != 0 for slot in scored)
    expect(result).to_have_attribute("data-correct", str(right))
    expect(page.locator("[data-domain]")).to_have_count(4)
    assert Response.objects.count() == 65

    page.locator(".act-now a").first.click()  # the wrong ones
    expect(page.locator("#feedback")).to_have_attribute("data-grade", "incorrect")
    for _ in range(12):
        page.locator("#next").click()
        page.wait_for_load_state()
    expect(page.locator("#feedback")).to_have_attribute("data-grade", "incorrect")
    expect(page.locator("#next")).to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator("#next")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#next")).to_have_count(0)
    page.goto(f"{live_server.url}/history/")
    expect(page.locator("td").nth(1)).to_contain_text(f"{right} / 50")


def test_the_keyboard_alone_is_enough_for_an_exam(
    page: Page, exam_site: str, language: str
) -> None:
    publish_exam(20)  # some with two keys
    page.goto(f"{exam_site}/exams/")
    press_until(page, "form:has(input[value=train]) button")
    page.keyboard.press("Enter")
    at(page, 1)
    sitting = Sitting.objects.get()

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    for slot in slots_of(sitting):
        at(page, slot.position)
        shown = options(page)
        page.keyboard.press("x")
        page.keyboard.press("abcde"[shown.index("d")])
        expect(page.locator("input[name=eliminated][value=d]")).to_be_checked()
        for id in key_of(slot):
            page.keyboard.press("abcde"[shown.index(id)])
        if slot.position == 2:
            page.keyboard.press("m")
            expect(page.locator("#flagged")).to_be_checked()
        page.keyboard.press("n" if slot.position % 2 else "Enter")
    page.wait_for_url(re.compile(r"/finish/$"))
    expect(page.locator(".jumps a")).to_have_text(["2"])
    press_until(page, "main form button.button")
    page.keyboard.press("Enter")

    expect(page.locator("#result")).to_have_attribute("data-correct", "7")
    assert set(Slot.objects.values_list("eliminated", flat=True)) == {"d"}


def test_p_leads_back_and_nothing_is_lost_on_the_way(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    choose(page, "a")
    page.keyboard.press("n")  # the choice may still be on its way
    at(page, 2)
    choose(page, "c")
    page.keyboard.press("p")
    at(page, 1)
    expect(page.locator("input[name=selected][value=a]")).to_be_checked()
    choose(page, "b")
    page.locator("#navigator a").nth(4).click()
    at(page, 5)

    assert [slot.selected for slot in slots_of(sitting)[:2]] == ["b", "c"]


def test_it_can_be_sat_without_javascript(browser: Browser, exam_site: str, language: str) -> None:
    words = WORDS[language]
    context = browser.new_context(locale=language, java_script_enabled=False)
    page = context.new_page()
    publish_exam(20)  # some with two keys
    sitting = begin(page, exam_site)
    for slot in slots_of(sitting):
        choose(page, key_of(slot))
        page.locator("#next").click()
    page.wait_for_url(re.compile(r"/finish/$"))
    page.locator("#navigator a").nth(2).click()
    expect(page.locator("input[name=selected]:checked")).not_to_have_count(0)
    page.locator("#flagged").check()
    page.locator("#previous").click()
    at(page, 2)
    page.locator("#clear").click()
    expect(page.locator("input[name=selected]:checked")).to_have_count(0)
    page.locator(".ends button").click()
    page.get_by_role("button", name=words["hand_in"]).click()

    expect(page.locator("#result")).to_have_attribute("data-correct", "6")
    assert slots_of(sitting)[2].is_flagged
    context.close()


def test_in_a_dead_spot_a_choice_is_kept_and_saved_by_itself_afterwards(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    page.context.set_offline(True)
    choose(page, "a")
    expect(page.locator("#unsaved")).to_contain_text("Not saved yet")
    choose(page, "c")
    page.locator("#flagged").check()
    assert not Entry.objects.exists()
    expect(page.locator("#not-sent")).to_be_hidden()

    page.context.set_offline(False)
    is_saved(page)

    slot = slots_of(sitting)[0]
    assert (slot.selected, slot.is_flagged) == ("c", True)


def test_next_in_a_dead_spot_waits_and_goes_on_when_it_is_over(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    choose(page, "a")
    is_saved(page)
    page.context.set_offline(True)
    page.locator("#next").click()
    expect(page.locator("#unsaved")).to_be_visible()
    choose(page, "b")
    page.locator("#next").click()
    assert page.url.endswith("/1/")

    page.context.set_offline(False)
    at(page, 2)

    assert slots_of(sitting)[0].selected == "b"


def test_a_reload_loses_no_choice_that_could_not_be_sent(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    page.route(
        "**/exams/*/1/", lambda route: route.abort(GONE) if posts(route) else route.fallback()
    )
    choose(page, "c")
    page.locator("summary").first.click()
    page.locator("textarea").fill("what I thought")
    page.locator("#flagged").check()
    expect(page.locator("#unsaved")).to_be_visible()
    assert not Entry.objects.exists()

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#unsaved")).to_be_visible()
    page.unroute_all()
    is_saved(page)

    slot = slots_of(sitting)[0]
    assert (slot.selected, slot.is_flagged, slot.note) == ("c", True, "what I thought")
    page.reload()
    expect(page.locator("#saved time")).to_have_count(0)  # nothing is left to be sent
    expect(page.locator("textarea")).to_have_value("what I thought")


def posts(route: Any) -> bool:
    return bool(route.request.method == "POST")


def test_a_server_that_refuses_for_a_while_loses_no_choice_either(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    answers = iter([429, 403, 404])

    def handle(route: Any) -> None:
        status = next(answers, None) if posts(route) else None
        if status:
            route.fulfill(status=status, body="gone")
        else:
            route.fallback()

    page.route("**/exams/*/1/", handle)
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible()
    expect(page.locator("#refused")).to_be_visible(timeout=15000)
    expect(page.locator("#saved time")).to_be_visible(timeout=15000)
    expect(page.locator("#refused")).to_be_hidden()

    assert slots_of(sitting)[0].selected == "c"


def test_a_page_from_before_a_log_out_elsewhere_says_so_and_loses_nothing(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    choose(page, "c")
    expect(page.locator("#refused")).to_be_visible()
    expect(page.locator("#unsaved")).to_be_hidden()

    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "csrftoken"])
    page.locator("#refused a").click()
    is_saved(page)
    assert slots_of(sitting)[0].selected == "c"


def test_a_token_that_a_log_in_elsewhere_made_old_is_renewed_by_itself(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto(f"{exam_site}/exams/")  # where a new one is given out
    choose(page, "c")
    is_saved(page)
    expect(page.locator("#refused")).to_be_hidden()

    assert slots_of(sitting)[0].selected == "c"


def test_what_a_closed_page_could_not_save_is_saved_by_any_other_of_the_exam(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    page.goto(f"{exam_site}/exams/{sitting.key}/2/")
    page.route(
        "**/exams/*/2/", lambda route: route.abort(GONE) if posts(route) else route.fallback()
    )
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible()
    other = page.context.new_page()
    page.close()

    other.route("**/exams/*/2/", lambda route: route.abort(GONE))
    other.goto(f"{exam_site}/exams/{sitting.key}/1/")
    expect(other.locator("#elsewhere")).to_contain_text("question 2")
    other.goto(f"{exam_site}/exams/{sitting.key}/finish/")
    expect(other.locator("#elsewhere")).to_contain_text("question 2")
    other.get_by_role("button", name="Hand in now").click()
    expect(other.locator("#hand-in")).to_be_visible()
    other.unroute_all()

    expect(other.locator("#navigator li").nth(1)).to_contain_text("2 answered")
    expect(other.locator("#elsewhere")).to_be_hidden()
    assert slots_of(sitting)[1].selected == "c"
    other.get_by_role("button", name="Hand in now").click()
    expect(other.locator("#result")).to_be_visible()


def test_what_comes_after_the_end_from_a_closed_page_is_told_by_the_result(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    page.route(
        "**/exams/*/1/", lambda route: route.abort(GONE) if posts(route) else route.fallback()
    )
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible()
    other = page.context.new_page()
    page.close()
    ends_in(sitting, -5)

    other.goto(f"{exam_site}/exams/{sitting.key}/result/")
    expect(other.locator("[role=alert]").first).to_contain_text("question 1 came after the end")
    expect(other.locator("#result")).to_be_visible()
    assert slots_of(sitting)[0].selected == ""


def test_a_network_that_does_not_answer_is_told_of_soon(page: Page, exam_site: str) -> None:
    begin(page, exam_site)
    held: list[Any] = []
    page.route(
        "**/exams/*/1/",
        lambda route: held.append(route) if posts(route) else route.fallback(),
    )
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible(timeout=3000)
    held[0].continue_()
    is_saved(page)


def test_of_two_to_choose_a_third_is_not_taken(
    page: Page, live_server: Any, transactional_db: None
) -> None:
    publish_exam(20)
    sitting = begin(page, str(live_server.url), "short")
    double = next(slot for slot in slots_of(sitting) if slot.pick == 2)
    page.goto(f"{live_server.url}/exams/{sitting.key}/{double.position}/")
    choose(page, "a")
    expect(page.locator("#chosen")).to_have_text("1 of 2 chosen")
    choose(page, "b")
    expect(page.locator("#chosen")).to_have_text("2 of 2 chosen")
    expect(page.locator("#navigator [aria-current]")).to_have_class(re.compile("done"))
    choose(page, "c")
    expect(page.locator("#chosen")).to_contain_text("Take one back first")
    expect(page.locator("input[name=selected]:checked")).to_have_count(2)
    choose(page, "a")
    choose(page, "c")
    expect(page.locator("#chosen")).to_have_text("2 of 2 chosen")
    is_saved(page)
    page.reload()
    expect(page.locator("input[name=selected]:checked")).to_have_count(2)
    double.refresh_from_db()
    assert double.selected == "bc"


def test_a_question_that_is_left_by_a_link_keeps_its_time(page: Page, exam_site: str) -> None:
    begin(page, exam_site)
    with page.expect_request(lambda request: bool(request.method == "POST")) as left:
        page.locator("#navigator a").nth(2).click()
    at(page, 3)

    assert "left=1" in (left.value.post_data or "")
    expect(page.locator("#unsaved")).to_be_hidden()
    choose(page, "c")
    is_saved(page)
    entries = Entry.objects.order_by("pk").values_list("slot__position", "selected")
    assert list(entries) == [(1, ""), (3, "c")]


def test_clearing_in_a_dead_spot_is_kept_too(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    choose(page, "c")
    is_saved(page)
    page.context.set_offline(True)
    page.locator("#clear").click()
    expect(page.locator("#unsaved")).to_be_visible()
    expect(page.locator("input[name=selected]:checked")).to_have_count(0)
    page.context.set_offline(False)
    is_saved(page)

    assert slots_of(sitting)[0].selected == ""


def test_what_is_entered_after_next_in_a_dead_spot_keeps_the_page(
    page: Page, exam_site: str
) -> None:
    begin(page, exam_site)
    page.locator("summary").get_by_text("A note of your own").click()
    page.context.set_offline(True)
    choose(page, "c")
    page.locator("#next").click()
    expect(page.locator("#unsaved")).to_be_visible()
    page.locator("textarea").press_sequentially("wait")
    page.context.set_offline(False)
    is_saved(page)

    assert page.url.endswith("/1/")


def test_going_on_from_an_old_page_takes_back_nothing_of_another_device(
    page: Page, browser: Browser, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    phone = browser.new_context(storage_state=page.context.storage_state())
    other = phone.new_page()
    other.goto(page.url)
    choose(other, "c")
    is_saved(other)

    page.locator("#next").click()
    at(page, 2)
    page.locator(".ends button").click()
    expect(page.locator("#hand-in")).to_be_visible()

    assert slots_of(sitting)[0].selected == "c"
    phone.close()


def test_a_strange_page_in_place_of_the_answer_counts_as_not_saved(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    page.route(
        "**/exams/*/1/",
        lambda route: (
            route.fulfill(body="<h1>Free Wi-Fi</h1>") if posts(route) else route.fallback()
        ),
    )
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible()
    expect(page.get_by_text("Free Wi-Fi")).to_have_count(0)

    page.unroute_all()
    is_saved(page)
    assert slots_of(sitting)[0].selected == "c"


def test_what_is_written_while_a_save_is_on_its_way_outlives_a_crash(
    page: Page, exam_site: str
) -> None:
    begin(page, exam_site)
    page.locator("summary").get_by_text("A note of your own").click()
    held: list[Any] = []
    page.route(
        "**/exams/*/1/",
        lambda route: held.append(route) if posts(route) else route.fallback(),
    )
    choose(page, "c")
    page.locator("textarea").press_sequentially("thought later")
    held[0].continue_()
    is_saved(page)

    page.unroute_all()
    page.goto(page.url)  # without a change of the note that was told
    expect(page.locator("textarea")).to_have_value("thought later")


def test_a_second_press_of_begin_makes_no_second_person(page: Page, exam_site: str) -> None:
    page.goto(f"{exam_site}/exams/")
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/exams/", hold)
    page.locator("form:has(input[value=train]) button").evaluate(
        """async (button) => {
            for (const press of [1, 2]) {
                button.click();
                await new Promise((done) => setTimeout(done, 200));
            }
        }"""
    )
    assert len(held) == 1

    held[0].continue_()
    at(page, 1)
    assert User.objects.count() == 1


def test_the_last_of_two_tabs_counts_and_the_other_shows_it(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    other = page.context.new_page()
    other.goto(page.url)
    choose(other, "a")
    is_saved(other)
    expect(page.locator("input[name=selected][value=a]")).to_be_checked()

    choose(page, "c")
    is_saved(page)
    expect(other.locator("input[name=selected][value=c]")).to_be_checked()

    other.goto(f"{exam_site}/exams/{sitting.key}/finish/")
    other.get_by_role("button", name="Hand in now").click()
    expect(other.locator("#result")).to_be_visible()
    choose(page, "a")
    expect(page.locator("[role=alert]").first).to_contain_text("was not kept")
    assert slots_of(sitting)[0].selected == "c"
    assert Response.objects.count() == 1


def test_back_shows_what_was_entered_and_never_what_it_was_before(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    choose(page, "a")
    page.locator("#next").click()
    at(page, 2)
    page.go_back()
    expect(page.locator("input[name=selected][value=a]")).to_be_checked()
    choose(page, "c")
    is_saved(page)
    page.go_forward()
    at(page, 2)
    page.go_back()
    expect(page.locator("input[name=selected][value=c]")).to_be_checked()

    page.goto(f"{exam_site}/exams/{sitting.key}/finish/")
    page.get_by_role("button", name="Hand in now").click()
    expect(page.locator("#result")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile(r"/result/$"))
    assert slots_of(sitting)[0].selected == "c"
    assert Response.objects.count() == 1


def test_the_clock_is_calm_then_says_that_the_end_is_near(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    clock = page.locator("#time-left")
    expect(clock).to_contain_text("14 min left")
    ends_in(sitting, 304)
    page.reload()
    expect(clock).to_contain_text("6 min left")
    expect(clock).not_to_have_class(re.compile("soon"))
    expect(page.locator("#time-said")).to_be_empty()

    expect(page.locator("#time-said")).to_have_text("5 min left", timeout=10000)
    expect(clock).to_have_class(re.compile("soon"))
    page.reload()
    expect(clock).to_contain_text("5 min left")
    expect(page.locator("#time-said")).to_be_empty()

    ends_in(sitting, 62)
    page.reload()
    expect(page.locator("#time-said")).to_have_text("60 s left", timeout=10000)


def test_a_clock_of_ones_own_that_is_wrong_shows_the_servers_time(
    page: Page, exam_site: str
) -> None:
    page.add_init_script(
        """const now = Date.now, origin = performance.timeOrigin;
        Date.now = () => now() + 3600e3;
        Object.defineProperty(performance, "timeOrigin", { value: origin + 3600e3 });"""
    )
    begin(page, exam_site)

    expect(page.locator("#time-left")).to_contain_text("14 min left")


def test_after_sleep_the_time_left_is_right_at_once(page: Page, exam_site: str) -> None:
    begin(page, exam_site)
    page.evaluate(
        """() => {
          const now = Date.now;
          Date.now = () => now() + 540e3;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )

    assert page.locator("#time-left .left").inner_text() == "5 min left"
    assert page.locator("#time-said").text_content() == "5 min left"


def test_when_time_is_up_the_page_goes_to_the_result_by_itself(page: Page, exam_site: str) -> None:
    sitting = begin(page, exam_site)
    choose(page, "b")
    is_saved(page)
    ends_in(sitting, 4)
    page.reload()
    page.locator("summary").first.click()
    page.locator("textarea").press_sequentially("a last thought")

    expect(page.locator("h1")).to_have_text("Time is up", timeout=10000)
    expect(page.locator("#result")).to_be_visible(timeout=10000)

    assert slots_of(sitting)[0].note == "a last thought"
    assert Sitting.objects.get().finished_at is None  # no GET writes


def test_a_choice_that_comes_back_from_a_dead_spot_too_late_is_told_of(
    page: Page, exam_site: str
) -> None:
    sitting = begin(page, exam_site)
    choose(page, "a")
    is_saved(page)
    page.context.set_offline(True)
    choose(page, "c")
    expect(page.locator("#unsaved")).to_be_visible()
    ends_in(sitting, -5)
    page.context.set_offline(False)

    expect(page.locator("#result")).to_be_visible(timeout=10000)
    expect(page.locator("[role=alert]").first).to_contain_text("was not kept")
    assert slots_of(sitting)[0].selected == "a"


def pages_of(page: Page, site: str, sitting: Sitting) -> list[str]:
    """All pages of a running exam, with the one that stands in for what is locked."""
    exam = f"{site}/exams/{sitting.key}"
    locked = f"{site}/questions/{slots_of(sitting)[0].revision.question_id}/"
    return [f"{site}/exams/", f"{exam}/1/", f"{exam}/7/", f"{exam}/finish/", locked]


def pages_after(site: str, sitting: Sitting) -> list[str]:
    exam = f"{site}/exams/{sitting.key}"
    return [f"{exam}/result/?late=1", f"{exam}/review/1/", f"{exam}/review/2/", f"{site}/history/"]


def hand_in(page: Page, site: str, sitting: Sitting) -> None:
    page.goto(f"{site}/exams/{sitting.key}/finish/")
    page.locator("main form button.button").first.click()
    expect(page.locator("#result")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_an_exam(
    page: Page, exam_site: str, language: str, theme: str
) -> None:
    def check(address: str) -> None:
        page.goto(address)
        check_with_axe(page)

    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    check(f"{exam_site}/exams/")
    check(f"{exam_site}/questions/")
    sitting = begin(page, exam_site)
    choose(page, "a")
    page.locator("input[name=eliminated]").nth(1).check()
    page.locator("#flagged").check()
    is_saved(page)
    for address in pages_of(page, exam_site, sitting):
        check(address)
    ends_in(sitting, 100)
    check(f"{exam_site}/exams/{sitting.key}/1/")
    hand_in(page, exam_site, sitting)
    for address in pages_after(exam_site, sitting):
        check(address)
    gone = begin(page, exam_site)
    page.goto(f"{exam_site}/exams/{gone.key}/finish/")
    page.locator("details.abandon summary").click()
    page.locator("details.abandon button").click()
    check(f"{exam_site}/exams/{gone.key}/result/")
    late = begin(page, exam_site)
    ends_in(late, -0.1)
    page.goto(f"{exam_site}/exams/{late.key}/result/")
    expect(page.locator("#result")).to_be_visible(timeout=10000)


def test_a_phone_never_scrolls_sideways_in_an_exam(
    page: Page, exam_site: str, language: str
) -> None:
    def check(address: str) -> None:
        page.goto(address)
        check_width(page)

    page.set_viewport_size(PHONE)
    check(f"{exam_site}/exams/")
    sitting = begin(page, exam_site)
    choose(page, "a")
    is_saved(page)
    for address in pages_of(page, exam_site, sitting):
        check(address)
    hand_in(page, exam_site, sitting)
    for address in pages_after(exam_site, sitting):
        check(address)
