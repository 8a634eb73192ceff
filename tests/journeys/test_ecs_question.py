"""The ECS question, studied in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from quiz.sittings.models import Response

QUESTION = "/questions/ecs-container-writes-s3/"
WORDS = {
    "ja": {"answer": "解答する", "incorrect": "不正解", "again": "もう一度解く"},
    "en": {"answer": "Answer", "incorrect": "Incorrect", "again": "Once more"},
}
PHONE = {"width": 390, "height": 844}


def option(page: Page, id: str) -> Any:
    return page.locator(f"label:has(input[value='{id}'])")


def test_a_wrong_answer_is_understood_without_leaving_the_page(
    page: Page, site: str, language: str
) -> None:
    page.goto(site)
    wrong = page.locator("input[name=selected]").evaluate_all("all => all.map(one => one.value)")
    option(page, "a").click()
    page.get_by_role("button", name=WORDS[language]["answer"]).click()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "incorrect")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#verdict")).to_contain_text(WORDS[language]["incorrect"])
    assert re.search(r"/responses/[0-9a-f-]{36}/$", page.url)
    after = page.locator("[data-option]").evaluate_all("all => all.map(one => one.dataset.option)")
    assert after == wrong
    expect(page.locator("#feedback figure svg")).to_have_count(2)
    expect(page.locator("#feedback caption").last).to_be_visible()

    page.reload()
    expect(page.locator("#feedback")).to_be_visible()
    page.go_back()
    expect(page.locator("#answer")).to_be_visible()
    assert Response.objects.count() == 1


def test_the_keyboard_alone_is_enough(page: Page, site: str, language: str) -> None:
    page.goto(site + QUESTION)
    at = page.locator("input[name=selected]").evaluate_all("all => all.map(one => one.value)")
    letter = "abcd"[at.index("b")]
    other = "abcd"[at.index("a")]

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press(other)
    expect(option(page, "a")).to_have_class(re.compile("struck"))
    page.keyboard.press(letter)
    page.keyboard.press("Enter")

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    page.keyboard.press("n")
    expect(page.locator("#answer")).to_be_visible()


def test_it_works_without_javascript(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(locale=language, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + QUESTION)
    page.get_by_role("button", name=WORDS[language]["answer"]).click()
    expect(page.locator("#problem")).to_be_visible()
    option(page, "b").click()
    page.get_by_role("button", name=WORDS[language]["answer"]).click()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    page.get_by_role("link", name=WORDS[language]["again"]).click()
    expect(page.locator("#answer")).to_be_visible()
    context.close()


def test_a_phone_never_scrolls_sideways(page: Page, site: str, language: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site)
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= PHONE["width"]
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_visible()

    assert page.evaluate(width) <= PHONE["width"]
    page.goto(site + "/comparisons/ecs-task-role-vs-execution-role/")
    assert page.evaluate(width) <= PHONE["width"]


def test_on_a_phone_what_was_wrong_and_the_takeaway_stand_within_a_screen_and_a_half(
    page: Page, site: str, language: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site + QUESTION)
    option(page, "a").click()
    page.get_by_role("button", name=WORDS[language]["answer"]).click()
    expect(page.locator("#feedback")).to_be_visible()

    top = page.locator("#verdict").bounding_box()
    takeaway = page.locator(".takeaway").bounding_box()
    assert top is not None
    assert takeaway is not None
    assert takeaway["y"] + takeaway["height"] - top["y"] <= 1.5 * PHONE["height"]
    for verdict in ("false-alarm", "miss"):
        expect(page.locator(f"[data-verdict={verdict}] .why")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, site: str, language: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for path in ("/", QUESTION, "/comparisons/ecs-task-role-vs-execution-role/", "/nowhere/"):
        page.goto(site + path)
        found = Axe().run(page)
        assert found.violations_count == 0, path + found.generate_report()
    page.goto(site + QUESTION)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_when_the_network_fails_the_choice_stays_and_one_button_sends_it(
    page: Page, site: str
) -> None:
    page.goto(site + QUESTION)
    option(page, "b").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#not-sent")).to_contain_text("was not sent")
    expect(page.locator("input[value=b]")).to_be_checked()

    page.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()

    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    assert Response.objects.count() == 1


def test_the_language_and_the_theme_survive_a_reload(page: Page, site: str) -> None:
    page.goto(site + QUESTION)
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_role("button", name="自動").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.url.endswith(QUESTION)
