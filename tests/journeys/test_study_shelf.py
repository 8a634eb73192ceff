"""Finding, studying, drilling and coming back, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from quiz.sittings.models import DrillResponse, Flag, Response

PHONE = {"width": 390, "height": 844}
TABLE = "/comparisons/security-group-vs-network-acl/"
WORDS = {
    "ja": {
        "all": "すべての問題",
        "found": "1 問",
        "word": "注文デ",
        "answer": "解答する",
        "next": "次の問題へ",
        "tables": "比較表",
        "sort": "個の文を仕分ける",
        "result": "結果を見る",
        "search": "検索",
    },
    "en": {
        "all": "All questions",
        "found": "One question",
        "word": "order datab",
        "answer": "Answer",
        "next": "Next question",
        "tables": "Comparisons",
        "sort": "Sort 10 statements",
        "result": "How it went",
        "search": "Search",
    },
}


def test_a_question_is_found_as_one_types_then_flagged_answered_and_left_for_the_next(
    page: Page, site: str, language: str
) -> None:
    words = WORDS[language]
    page.goto(site)
    page.get_by_role("link", name=words["all"]).click()
    expect(page.locator(".rows li")).to_have_count(20)

    page.locator("#q").press_sequentially(words["word"])
    expect(page.locator(".rows li")).to_have_count(1)
    expect(page.locator(".count")).to_contain_text(words["found"])
    expect(page.locator("#q")).to_be_focused()
    assert "q=" in page.url
    page.locator(".rows a").click()
    assert "/questions/order-database-survives-zone-loss/?q=" in page.url

    page.wait_for_load_state()
    page.keyboard.press("m")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.locator("label:has(input[value='c'])").click()
    page.get_by_role("button", name=words["answer"]).click()
    expect(page.locator("#feedback")).to_have_attribute("data-grade", "correct")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("n")
    expect(page.locator(".note")).to_be_visible()
    page.wait_for_load_state()
    expect(page.locator(".rows .good")).to_have_count(1)
    assert (Response.objects.count(), Flag.objects.count()) == (1, 1)

    page.go_back()
    expect(page.locator("#feedback")).to_be_visible()


def test_the_statements_of_a_table_are_sorted_by_keyboard_to_the_end(
    page: Page, site: str, language: str
) -> None:
    words = WORDS[language]
    page.goto(site)
    page.get_by_role("link", name=words["tables"]).first.click()
    page.goto(site + TABLE)
    page.get_by_role("link", name=re.compile(words["sort"])).click()

    for _ in range(30):
        expect(page.locator("#sort")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("a")
        expect(page.locator("#verdict")).to_be_focused()
        expect(page.locator("#drill .why")).to_be_visible()
        if page.locator("#next").inner_text() == words["result"]:
            break
        wrong = page.locator(".verdict[data-grade=incorrect]").count()
        page.keyboard.press("n")
        if wrong and DrillResponse.objects.count() >= 10:
            expect(page.locator("#sort")).to_be_visible()
            page.wait_for_load_state()
            page.keyboard.press("b")
            expect(page.locator("#verdict")).to_be_focused()
            if page.locator("#next").inner_text() == words["result"]:
                break
            page.keyboard.press("n")
    page.keyboard.press("n")

    expect(page.locator(".missed li")).to_have_count(5)
    assert re.search(r"/drills/[0-9a-f-]{36}/$", page.url)


def test_all_of_it_works_without_javascript(browser: Browser, site: str, language: str) -> None:
    words = WORDS[language]
    context = browser.new_context(locale=language, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/questions/")
    page.locator("#q").fill(words["word"])
    page.get_by_role("button", name=words["search"]).click()
    expect(page.locator(".rows li")).to_have_count(1)
    page.locator(".rows a").click()
    page.locator("#flag").click()
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.locator(".steps a[rel=next]").click()
    expect(page.locator(".note")).to_be_visible()

    page.goto(site + TABLE + "drill/")
    page.locator("#sort button").first.click()
    expect(page.locator("#drill .why")).to_be_visible()
    page.locator("#next").click()
    expect(page.locator("#sort")).to_be_visible()
    context.close()


def test_a_phone_never_scrolls_sideways_on_the_shelf(page: Page, site: str, language: str) -> None:
    page.set_viewport_size(PHONE)
    width = "document.documentElement.scrollWidth"
    for path in (
        *("/questions/", "/questions/?q=nothing-at-all", "/comparisons/", TABLE, f"{TABLE}drill/"),
        "/questions/large-uploads-from-distant-sites/",
    ):
        page.goto(site + path)
        assert page.evaluate(width) <= PHONE["width"], path


def sides(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def test_a_table_fills_one_side_of_paper_and_an_explanation_one_sheet(
    page: Page, site: str, language: str
) -> None:
    page.goto(site + TABLE)
    assert sides(page.pdf(prefer_css_page_size=True, format="A4")) == 1

    page.goto(site + "/questions/ecs-container-writes-s3/")
    page.locator("label:has(input[value='a'])").click()
    page.get_by_role("button", name=WORDS[language]["answer"]).click()
    expect(page.locator("#feedback")).to_be_visible()
    assert sides(page.pdf(prefer_css_page_size=True, format="A4")) <= 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_shelf(page: Page, site: str, language: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for path in (
        *("/questions/", "/questions/?q=nothing-at-all&difficulty=1", "/comparisons/"),
        *(TABLE, f"{TABLE}drill/"),
    ):
        page.goto(site + path)
        found = Axe().run(page)
        assert found.violations_count == 0, path + found.generate_report()
    page.keyboard.press("a")
    expect(page.locator("#verdict")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_when_the_network_fails_a_statement_stays_and_is_sent_again(page: Page, site: str) -> None:
    page.goto(site + TABLE + "drill/")
    page.context.set_offline(True)
    page.locator("#sort button").first.click()
    expect(page.locator("#not-sent")).to_contain_text("did not get through")
    expect(page.locator("#sort")).to_be_visible()

    page.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()

    expect(page.locator("#verdict")).to_be_visible()
    assert DrillResponse.objects.count() == 1
