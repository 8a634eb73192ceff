"""An author at work: saves a file, and sees what learners would, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.authoring.banks import QUESTION, make_bank, write_question

SHOP = "/authoring/shop-at-night/"


@pytest.fixture
def desk(live_server: Any, tmp_path: Path, settings: Any) -> str:
    """The address of a server that watches the bank in `tmp_path`."""
    settings.AUTHORING_OPEN = True
    settings.QUESTIONS_DIRS = [make_bank(tmp_path)]
    return str(live_server.url)


def save(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "bank" / QUESTION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_saved_file_shows_by_itself_with_its_problems(
    page: Page, desk: str, tmp_path: Path, language: str
) -> None:
    page.goto(desk + "/authoring/")
    page.get_by_role("link", name="夜の店").click()
    expect(page.get_by_text("店は夜に閉まります。").first).to_be_visible()

    save(tmp_path, "店は夜に閉まります。", "店は朝に開きます。")
    expect(page.get_by_text("店は朝に開きます。").first).to_be_visible(timeout=3000)

    save(tmp_path, "correct: true", "correct: yes")
    expect(page.locator(".findings")).to_contain_text("Q010", timeout=3000)
    expect(page.locator(".side")).to_have_count(0)

    save(tmp_path, "correct: yes", "correct: true")
    expect(page.locator(".side")).to_have_count(4, timeout=3000)


def test_an_option_is_tried_by_keyboard_and_stays_chosen_when_the_file_changes(
    page: Page, desk: str, tmp_path: Path
) -> None:
    page.goto(desk + SHOP)
    first = page.locator(".side").first
    expect(page.locator("[data-grade=incorrect]")).to_have_count(2)

    first.locator("input[value=b]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grade=correct]")).to_have_count(2)

    save(tmp_path, "店は夜に", "店は晩に")
    expect(page.get_by_text("店は晩に").first).to_be_visible(timeout=3000)
    expect(page.locator("[data-grade=correct]")).to_have_count(2)


def test_it_works_without_javascript(browser: Browser, desk: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="en") as context:
        page = context.new_page()
        page.goto(desk + "/authoring/")
        page.get_by_role("link", name="夜の店").click()
        side = page.locator(".side").nth(1)
        side.locator("label:has(input[value='b'])").click()
        side.get_by_role("button", name="Answer").click()

        expect(page.locator("[data-grade=correct]")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Browser, desk: str, tmp_path: Path, language: str, theme: Any
) -> None:
    write_question(tmp_path / "bank", "broken", "colour: red\n")
    for width in (390, 1280):
        with browser.new_context(
            locale=language, color_scheme=theme, viewport={"width": width, "height": 844}
        ) as context:
            page = context.new_page()
            for address in ("/authoring/", SHOP, "/authoring/broken/", "/authoring/lock-vs-latch/"):
                page.goto(desk + address)
                found = Axe().run(page)
                assert found.violations_count == 0, found.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
