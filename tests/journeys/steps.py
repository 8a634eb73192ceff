"""What several journeys do, and what holds on each page that they come to."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GONE = "internetdisconnected"
PHONE = {"width": 390, "height": 844}


def options(page: Page) -> list[str]:
    inputs = page.locator("input[name=selected]")
    return list(inputs.evaluate_all("all => all.map(one => one.value)"))


def choose(page: Page, ids: str) -> None:
    for id in ids:
        page.locator(f"label:has(input[name=selected][value='{id}'])").click()


def at(page: Page, position: int) -> None:
    """Wait until the question at `position` of a sitting is there with its scripts."""
    page.wait_for_url(re.compile(rf"/[0-9a-f-]{{36}}/{position}/$"))
    page.wait_for_load_state()


def press_until(page: Page, selector: str) -> None:
    """Tab until what `selector` names has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"no way to {selector} by the keyboard")


def check_with_axe(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, page.url + found.generate_report()


def check_width(page: Page) -> None:
    """A phone never scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
