"""Becoming somebody, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from quiz.accounts.models import User
from quiz.sittings.models import Response
from tests.factories.accounts import PASSWORD, make_user

PHONE = {"width": 390, "height": 844}
QUESTION = "/questions/ecs-container-writes-s3/"
WORDS = {
    "ja": {
        "answer": "解答する",
        "up": "登録する",
        "in": "ログイン",
        "link": "リンクを作る",
        "on": "この端末で続ける",
    },
    "en": {
        "answer": "Answer",
        "up": "Sign up",
        "in": "Log in",
        "link": "Make a link",
        "on": "Go on here",
    },
}


def study(page: Page, site: str, language: str, option: str) -> None:
    page.goto(site + QUESTION)
    page.wait_for_load_state()
    page.locator(f"label:has(input[value='{option}'])").click()
    page.get_by_role("button", name=WORDS[language]["answer"]).click()
    expect(page.locator("#feedback")).to_be_visible()


def test_a_guests_week_survives_signing_up_and_comes_along_to_another_device(
    page: Page, browser: Browser, site: str, language: str
) -> None:
    words = WORDS[language]
    study(page, site, language, "a")
    page.keyboard.press("m")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")

    page.goto(site + "/account/sign-up/")
    for name, value in {"name": "花子", "password": PASSWORD, "password_again": PASSWORD}.items():
        page.locator(f"[name={name}]").fill(value)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("花子")
    page.goto(site + "/questions/?status=flagged")
    expect(page.locator(".rows .bad")).to_have_count(1)

    page.goto(site + "/account/device/")
    page.get_by_role("button", name=words["link"]).click()
    expect(page.locator(".qr")).to_be_visible()
    link = page.locator(".link code").inner_text()
    context = browser.new_context(locale=language, viewport=PHONE)
    phone = context.new_page()
    study(phone, site, language, "b")
    phone.goto(link)
    phone.get_by_role("button", name=words["on"]).click()
    expect(phone.locator("h1")).to_contain_text("花子")
    phone.goto(site + "/questions/")
    expect(phone.locator(".rows .good")).to_have_count(1)
    context.close()

    assert User.objects.count() == 1
    assert Response.objects.sat_by(User.objects.get()).count() == 2


def test_a_wrong_password_is_said_and_the_right_one_leads_on(
    page: Page, site: str, language: str
) -> None:
    make_user("taro", is_staff=True)
    page.goto(site + "/people/")
    page.locator("[name=name]").fill("taro")
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("taro")

    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=WORDS[language]["in"]).click()

    expect(page.locator(".people li")).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_accounts_and_a_phone_never_scrolls_sideways(
    page: Page, site: str, language: str, theme: str
) -> None:
    make_user("host", is_staff=True)
    make_user("a-rather-long-name-that-goes-on-and-on-and-on", email="somebody@example.com")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    def look(path: str) -> None:
        if path:
            page.goto(site + path)
        found = Axe().run(page)
        assert found.violations_count == 0, page.url + found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url

    for path in ("/account/", "/account/sign-up/", "/account/log-in/"):
        look(path)
    page.locator("[name=name]").fill("host")
    page.keyboard.press("Enter")
    expect(page.locator(".field .problem")).to_be_visible()
    look("")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_be_visible()
    for path in (
        "/account/",
        "/account/password/",
        "/account/email/",
        "/account/delete/",
        "/people/",
    ):
        look(path)
    page.goto(site + "/account/device/")
    page.get_by_role("button", name=WORDS[language]["link"]).click()
    expect(page.locator(".qr")).to_be_visible()
    look("")
