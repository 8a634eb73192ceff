"""Practice sets in a real browser: chosen, answered, paused, resumed and looked back at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from quiz.accounts.models import User
from quiz.sittings.models import Response, Sitting, Slot
from tests.factories.exams import key_of, publish_exam, slots_of
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

FIVE = "?count=custom&custom=5"
SUMMARY = re.compile(r"/practice/[0-9a-f-]{36}/summary/$")
WORDS = {
    "ja": {
        "answered": "{k} / {n} 問 解答済み",
        "begin": "始める",
        "early": "5 問のうち 2 問に答えました",
        "fit": "{n} 問が該当",
        "show": "該当数を表示",
    },
    "en": {
        "answered": "{k} of {n} answered",
        "begin": "Begin",
        "early": "2 of 5 questions were answered",
        "fit": "{n} questions fit",
        "show": "Show how many fit",
    },
}


@pytest.fixture
def practice_site(live_server: Any, transactional_db: None) -> str:
    """The address of a server with 40 questions: 12, 10, 10 and 8 in the four domains."""
    publish_exam(40)
    return str(live_server.url)


def begin(page: Page, site: str, choice: str = FIVE) -> Sitting:
    page.goto(f"{site}/practice/{choice}")
    page.locator("#next").click()
    at(page, 1)
    return Sitting.objects.latest("began_at")


def questions_of(slots: list[Slot]) -> set[str]:
    return {slot.revision.question_id for slot in slots}


def wrong_for(slot: Slot) -> str:
    """As many options as are asked for, one of them wrong."""
    key = key_of(slot)
    return next(id for id in slot.option_order if id not in key) + key[1:]


def answer(page: Page, slot: Slot, *, rightly: bool = True) -> None:
    choose(page, key_of(slot) if rightly else wrong_for(slot))
    page.locator("#answer .act button").click()
    expect(page.locator("#feedback")).to_have_attribute(
        "data-grade", "correct" if rightly else "incorrect"
    )


def go_through(page: Page, sitting: Sitting, rights: str, first: int = 1) -> None:
    """ "+-" answers the question at `first` rightly and the next wrongly, and leads on."""
    for slot, right in zip(slots_of(sitting)[first - 1 :], rights, strict=False):
        at(page, slot.position)
        answer(page, slot, rightly=right == "+")
        page.locator("#next").click()


def expect_summary(page: Page, correct: int, scored: int) -> None:
    page.wait_for_url(SUMMARY)
    expect(page.locator("#result")).to_have_attribute("data-correct", str(correct))
    expect(page.locator("#result")).to_have_attribute("data-scored", str(scored))


def test_a_set_is_chosen_answered_to_its_summary_and_the_wrong_ones_asked_again(
    page: Page, practice_site: str, language: str
) -> None:
    words = WORDS[language]
    fits = page.locator("#fits p")
    page.goto(f"{practice_site}/exams/")
    page.locator("main a[href='/practice/']").click()
    expect(fits).to_contain_text(words["fit"].format(n=40))
    page.locator("label:has(input[value='7'])").click()
    page.locator("[name=domain][value=secure]").check()
    expect(fits).to_contain_text(words["fit"].format(n=12))
    page.locator("[name=order]").select_option("weakest")
    expect(page).to_have_url(re.compile(r"/practice/\?count=7&domain=secure&order=weakest$"))
    page.reload()
    expect(fits).to_contain_text(words["fit"].format(n=12))
    expect(page.locator("[name=count][value='7']")).to_be_checked()
    expect(page.locator("[name=domain][value=secure]")).to_be_checked()
    expect(page.locator("[name=order]")).to_have_value("weakest")
    page.get_by_role("button", name=words["begin"]).click()
    at(page, 1)
    slots = slots_of(Sitting.objects.get())
    assert [slot.domain for slot in slots] == 7 * ["secure"]

    progress = page.locator("#progress")
    for slot in slots:
        at(page, slot.position)
        expect(progress).to_contain_text(words["answered"].format(k=slot.position - 1, n=7))
        answer(page, slot, rightly=slot.position not in (2, 5))
        expect(page.locator("#verdict")).to_be_focused()
        expect(progress).to_contain_text(words["answered"].format(k=slot.position, n=7))
        page.locator("#next").click()

    expect_summary(page, 5, 7)
    expect(page.locator("[data-domain=secure] td")).to_have_text("5 / 7")
    expect(page.locator(".marked-rows li:has(.bad)")).to_have_count(2)
    page.locator("#next").click()  # the wrong ones
    at(page, 1)
    again = Sitting.objects.latest("began_at")
    assert questions_of(slots_of(again)) == questions_of([slots[1], slots[4]])
    go_through(page, again, "++")
    expect_summary(page, 2, 2)
    expect(page.locator("button[name=again]")).to_have_count(0)


def test_what_went_wrong_comes_first_or_alone_in_the_next_set(
    page: Page, practice_site: str
) -> None:
    sitting = begin(page, practice_site)
    go_through(page, sitting, "+-+-+")
    wrong = questions_of([slots_of(sitting)[1], slots_of(sitting)[3]])
    page.get_by_role("link", name="Another set").click()
    page.locator("[name=order]").select_option("weakest")
    page.get_by_role("button", name="Begin").click()  # before the count has followed
    at(page, 1)
    slots = slots_of(Sitting.objects.latest("began_at"))
    assert len(slots) == 10
    assert questions_of(slots[:2]) == wrong

    page.locator(".leave a").click()
    page.locator("[name=status]").select_option("wrong")
    expect(page.locator("#fits p")).to_have_text("2 questions fit")
    page.get_by_role("button", name="Begin").click()
    at(page, 1)
    assert questions_of(slots_of(Sitting.objects.latest("began_at"))) == wrong


def test_the_keyboard_alone_is_enough_for_a_set(
    page: Page, practice_site: str, language: str
) -> None:
    page.goto(f"{practice_site}/practice/")
    press_until(page, "[name=count]:checked")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[name=count][value='7']")).to_be_checked()
    press_until(page, "[name=domain][value=economical]")
    page.keyboard.press("Space")
    expect(page.locator("#fits p")).to_contain_text(WORDS[language]["fit"].format(n=8))
    press_until(page, "#next")
    page.keyboard.press("Enter")
    at(page, 1)

    for slot in slots_of(Sitting.objects.get()):
        at(page, slot.position)
        shown = options(page)
        page.keyboard.press("x")
        page.keyboard.press("abcde"[shown.index("d")])
        expect(page.locator(".option.struck")).to_have_count(1)
        for id in wrong_for(slot) if slot.position == 3 else key_of(slot):
            page.keyboard.press("abcde"[shown.index(id)])
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_be_focused()
        page.keyboard.press("n")
    expect_summary(page, 6, 7)
    page.wait_for_load_state()
    page.keyboard.press("n")  # the wrong one again
    at(page, 1)
    assert Sitting.objects.latest("began_at").items == 1


def test_a_set_can_be_done_without_javascript(
    browser: Browser, practice_site: str, language: str
) -> None:
    words = WORDS[language]
    context = browser.new_context(locale=language, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{practice_site}/practice/")
    page.locator("label:has(input[value=custom])").click()
    page.locator("[name=custom]").fill("3")
    page.locator("[name=domain][value=secure]").check()
    page.get_by_role("button", name=words["show"]).click()
    expect(page.locator("#fits p")).to_contain_text(words["fit"].format(n=12))
    expect(page.locator("[name=domain][value=secure]")).to_be_checked()
    page.get_by_role("button", name=words["begin"]).click()
    at(page, 1)
    sitting = Sitting.objects.get()

    page.locator("#answer .act button").click()
    expect(page.locator("#problem")).to_be_visible()
    answer(page, slots_of(sitting)[0])
    expect(page.locator("#progress")).to_contain_text(words["answered"].format(k=1, n=3))
    page.locator("#next").click()
    go_through(page, sitting, "-+", first=2)

    expect_summary(page, 2, 3)
    page.locator("#next").click()  # the wrong one
    at(page, 1)
    again = Sitting.objects.latest("began_at")
    assert questions_of(slots_of(again)) == questions_of([slots_of(sitting)[1]])
    go_through(page, again, "+")
    expect_summary(page, 1, 1)
    context.close()


def test_a_guests_paused_set_goes_on_on_another_device(
    page: Page, browser: Browser, practice_site: str, language: str
) -> None:
    answered = WORDS[language]["answered"].format(k=2, n=5)
    sitting = begin(page, practice_site)
    go_through(page, sitting, "+-")
    at(page, 3)
    page.goto(f"{practice_site}/questions/")
    page.goto(f"{practice_site}/practice/")
    expect(page.locator(".open-sets li")).to_contain_text(answered)

    page.goto(f"{practice_site}/account/device/")
    page.locator("main form button").click()
    link = page.locator(".link code").inner_text()
    context = browser.new_context(locale=language, viewport=PHONE)
    phone = context.new_page()
    phone.goto(link)
    phone.locator("main form button").click()
    expect(phone.locator("h1")).to_be_visible()
    phone.goto(f"{practice_site}/practice/")
    expect(phone.locator(".open-sets li")).to_contain_text(answered)
    phone.locator(".open-sets a").click()
    at(phone, 3)
    expect(phone.locator("#progress")).to_contain_text(answered)
    phone.goto(f"{practice_site}/practice/{sitting.key}/2/")
    expect(phone.locator("#feedback")).to_have_attribute("data-grade", "incorrect")
    phone.locator("#next").click()
    go_through(phone, sitting, "+++", first=3)
    expect_summary(phone, 4, 5)
    context.close()

    page.goto(f"{practice_site}/practice/")
    expect(page.locator(".open-sets")).to_have_count(0)
    assert User.objects.count() == 1


def test_in_a_set_that_is_finished_early_only_what_was_answered_counts(
    page: Page, practice_site: str, language: str
) -> None:
    sitting = begin(page, practice_site)
    go_through(page, sitting, "+-")
    at(page, 3)
    page.locator("#leave button").click()

    expect_summary(page, 1, 2)
    expect(page.locator("#result")).to_contain_text(WORDS[language]["early"])
    expect(page.locator(".marked-rows li")).to_have_count(2)
    page.goto(f"{practice_site}/practice/{sitting.key}/3/")
    expect_summary(page, 1, 2)
    page.goto(f"{practice_site}/history/")
    expect(page.locator("td").nth(1)).to_contain_text("1 / 2")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_and_reload_show_the_feedback_and_no_second_answer_counts(
    browser: Browser, practice_site: str, has_scripts: bool
) -> None:
    context = browser.new_context(locale="en", java_script_enabled=has_scripts)
    page = context.new_page()
    sitting = begin(page, practice_site)
    answer(page, slots_of(sitting)[0], rightly=False)
    feedback = page.locator("#feedback").inner_text()
    page.reload()
    assert page.locator("#feedback").inner_text() == feedback
    page.locator("#next").click()
    at(page, 2)

    page.go_back()
    at(page, 1)
    assert page.locator("#feedback").inner_text() == feedback
    expect(page.locator("#answer")).to_have_count(0)
    page.reload()
    assert page.locator("#feedback").inner_text() == feedback
    page.go_forward()
    at(page, 2)
    expect(page.locator("#answer")).to_be_visible()
    assert Response.objects.count() == 1
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_on_answer_leaves_one_response(
    browser: Browser, practice_site: str, has_scripts: bool
) -> None:
    context = browser.new_context(locale="en", java_script_enabled=has_scripts)
    page = context.new_page()
    sitting = begin(page, practice_site)
    choose(page, key_of(slots_of(sitting)[0]))
    page.locator("#answer .act button").dblclick()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    assert Response.objects.count() == 1
    context.close()


def test_the_second_press_of_a_double_click_does_not_pass_by_the_feedback(
    page: Page, practice_site: str
) -> None:
    asked_for: list[str] = []
    sitting = begin(page, practice_site)
    page.on("request", lambda request: asked_for.append(request.url))
    answer(page, slots_of(sitting)[0])
    box = page.locator("#next").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)  # where "Answer" was on a long page
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)

    expect(page.locator("#feedback")).to_be_visible()
    page.locator("#next").click()
    at(page, 2)
    assert sum(url.endswith("/2/") for url in asked_for) == 1


def test_of_two_tabs_the_first_answer_counts_and_the_other_shows_it(
    page: Page, practice_site: str
) -> None:
    sitting = begin(page, practice_site)
    slot = slots_of(sitting)[0]
    other = page.context.new_page()
    other.goto(page.url)
    answer(other, slot)
    choose(page, wrong_for(slot))
    page.locator("#answer .act button").click()
    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")

    page.locator("#next").click()
    at(page, 2)
    other.locator("#leave button").click()
    other.wait_for_url(SUMMARY)
    choose(page, key_of(slots_of(sitting)[1]))
    page.locator("#answer .act button").click()
    expect_summary(page, 1, 1)
    assert Response.objects.count() == 1


def test_an_answer_in_a_dead_spot_is_kept_and_sent_again(page: Page, practice_site: str) -> None:
    sitting = begin(page, practice_site)
    key = key_of(slots_of(sitting)[0])
    choose(page, key)
    page.context.set_offline(True)
    page.locator("#answer .act button").click()
    expect(page.locator("#not-sent")).to_contain_text("was not sent")
    expect(page.locator("input[name=selected]:checked")).to_have_count(len(key))
    assert not Response.objects.exists()

    page.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    expect(page.locator("#not-sent")).to_be_hidden()
    assert Response.objects.count() == 1


def test_an_answer_of_which_only_the_reply_was_lost_counts_once(
    page: Page, practice_site: str
) -> None:
    sitting = begin(page, practice_site)
    choose(page, key_of(slots_of(sitting)[0]))

    def lose(route: Any) -> None:
        route.fetch()
        route.abort(GONE)

    page.route("**/practice/*/1/", lose)
    page.locator("#answer .act button").click()
    expect(page.locator("#not-sent")).to_contain_text("was not sent")
    assert Response.objects.count() == 1
    page.unroute_all()
    page.get_by_role("button", name="Send again").click()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    expect(page.locator("#progress")).to_contain_text("1 of 5 answered")
    assert Response.objects.count() == 1


def pages(page: Page, site: str) -> Iterator[None]:
    """All pages of practice, one after the other, with what may stand on them."""
    chooser = f"{site}/practice/"
    page.goto(chooser)
    yield
    for folded in page.locator("main summary").all():
        folded.click()
    page.locator("[name=task]").first.check()
    page.locator("[name=service]").last.check()
    page.locator("[name=status]").select_option("wrong")
    expect(page.locator("#fits button")).to_have_count(0)
    yield  # nothing fits
    page.goto(f"{chooser}?q=S3&count=7&domain=secure&order=weakest")
    yield
    sitting = begin(page, site, "?count=custom&custom=3")
    yield
    page.locator("#answer .act button").click()
    expect(page.locator("#problem")).to_be_visible()
    yield
    for slot, right in zip(slots_of(sitting), (False, True), strict=False):
        at(page, slot.position)
        answer(page, slot, rightly=right)
        yield
        page.locator("#next").click()
    at(page, 3)
    page.goto(chooser)
    expect(page.locator(".open-sets")).to_be_visible()
    yield
    page.goto(f"{chooser}{sitting.key}/3/")
    page.locator("#leave button").click()
    expect_summary(page, 1, 2)
    yield
    page.locator(".marked-rows a").first.click()
    expect(page.locator("#feedback")).to_be_visible()
    yield  # of a finished set
    begin(page, site)
    page.locator("#leave button").click()
    page.wait_for_url(SUMMARY)
    yield  # nothing was answered


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_practice(page: Page, site: str, language: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for _ in pages(page, site):
        check_with_axe(page)


def test_a_phone_never_scrolls_sideways_in_practice(page: Page, site: str, language: str) -> None:
    page.set_viewport_size(PHONE)
    for _ in pages(page, site):
        check_width(page)
