"""The preview for authors: files as they stand on disk, for those who may see every key."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from quiz.bank.models import Question
from tests.authoring.banks import QUESTION, TRANSLATION, make_bank, write_question
from tests.factories.accounts import log_in, make_user
from tests.factories.sittings import HTMX

pytestmark = pytest.mark.django_db

LIST = "/authoring/"
SHOP = "/authoring/shop-at-night/"
PROXIED = [
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "Forwarded",
    "X-Real-IP",
    "Via",
]


@pytest.fixture
def bank(tmp_path: Path, settings: Any) -> Path:
    """A sound bank of one question that nothing has published, at a server that watches it."""
    folder = make_bank(tmp_path)
    settings.QUESTIONS_DIRS = [folder]
    settings.AUTHORING_OPEN = True
    return folder


def page(client: Client, address: str, **extra: Any) -> str:
    response = client.get(address, headers={"Accept-Language": "en"}, **extra)
    assert response.status_code == 200, address
    return response.content.decode()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("address", [LIST, SHOP])
class TestWhoMaySeeIt:
    def test_whoever_sits_at_the_machine_that_watches(
        self, client: Client, bank: Path, address: str
    ) -> None:
        assert client.get(address).status_code == 200
        assert client.get(address, REMOTE_ADDR="::1").status_code == 200

    def test_nobody_without_log_in_where_the_server_does_not_watch(
        self, client: Client, bank: Path, address: str, settings: Any
    ) -> None:
        settings.AUTHORING_OPEN = False

        response = client.get(address)

        assert response.status_code == 302
        assert response["Location"].startswith("/account/log-in/?next=/authoring/")

    @pytest.mark.parametrize("remote", ["192.0.2.7", "10.0.0.5", "2001:db8::1", ""])
    def test_nobody_from_another_machine(
        self, client: Client, bank: Path, address: str, remote: str
    ) -> None:
        assert client.get(address, REMOTE_ADDR=remote).status_code == 302

    @pytest.mark.parametrize("header", PROXIED)
    def test_nobody_through_a_proxy_that_stands_on_the_machine(
        self, client: Client, bank: Path, address: str, header: str
    ) -> None:
        assert client.get(address, headers={header: "192.0.2.7"}).status_code == 302

    def test_no_learner_elsewhere_but_staff(
        self, client: Client, bank: Path, address: str, settings: Any
    ) -> None:
        settings.AUTHORING_OPEN = False
        make_user("learner")
        log_in(client, "learner")
        assert client.get(address).status_code == 403

        staff = Client()
        make_user("staff", is_staff=True)
        log_in(staff, "staff")
        assert staff.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200

    def test_it_is_for_reading_only(self, client: Client, bank: Path, address: str) -> None:
        assert client.post(address).status_code == 405
        assert not Question.objects.exists()


def test_the_list_names_each_file_with_its_problems(client: Client, bank: Path) -> None:
    assert "Nothing to mend." in page(client, LIST)

    path = write_question(bank, "broken", "colour: red\n")
    listed = page(client, LIST)

    assert "1 error stops publishing" in listed
    assert f"{path.as_posix()}:10:1" in listed
    assert "the format has no field &#x27;colour&#x27; here: delete it" in listed
    assert 'href="/authoring/shop-at-night/"' in listed
    assert 'href="/authoring/lock-vs-latch/"' in listed


def test_a_translations_problem_stands_with_its_question(client: Client, bank: Path) -> None:
    edit(bank / TRANSLATION, "title:", "titel:")

    flawed = page(client, LIST).split("In order")[0]

    assert "shop-at-night.en.yaml" in flawed
    assert 'href="/authoring/shop-at-night/"' in flawed


def test_a_file_that_cannot_be_parsed_has_a_page_that_says_why(client: Client, bank: Path) -> None:
    (bank / "demo" / "torn.yaml").write_text('title: "never closed\n')

    listed = page(client, LIST)

    assert "torn.yaml" in listed
    assert 'href="/authoring/torn/"' in listed
    shown = page(client, "/authoring/torn/")
    assert "Y005" in shown
    assert "cannot be shown before its errors are mended" in shown


def test_an_empty_folder_says_how_to_begin(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.AUTHORING_OPEN = True
    settings.QUESTIONS_DIRS = [tmp_path]

    assert "no question files here" in page(client, LIST)


def test_both_languages_stand_side_by_side_before_and_after_an_answer(
    client: Client, bank: Path
) -> None:
    shown = page(client, SHOP)

    for text in ("店は夜に閉まります。", "掛け金をかける。", "鍵がなくても開きます。"):
        assert text in shown
    english = (bank / TRANSLATION).read_text(encoding="utf-8")
    scenario = re.search(r"scenario: (.*)", english)
    assert scenario
    assert scenario[1] in shown
    assert shown.count('class="side" lang="ja"') == shown.count('class="side" lang="en"') == 2
    assert "不正解" in shown
    assert "Incorrect" in shown


def test_every_id_on_the_page_is_there_once(client: Client, bank: Path) -> None:
    ids = Counter(re.findall(r'\bid="([^"]+)"', page(client, SHOP)))

    assert [name for name, times in ids.items() if times > 1] == []
    assert "ja-stem" in ids
    assert "en-after-verdict" in ids


def test_an_author_tries_each_option(client: Client, bank: Path) -> None:
    assert 'data-grade="incorrect"' in page(client, SHOP)
    assert 'data-grade="correct"' in page(client, f"{SHOP}?selected=b")
    assert 'data-grade="incorrect"' in page(client, f"{SHOP}?selected=a&selected=b")
    assert 'data-grade="incorrect"' in page(client, f"{SHOP}?selected=nonsense")


def test_drafts_are_shown_and_marked_as_such(client: Client, bank: Path) -> None:
    edit(bank / QUESTION, "status: published", "status: draft")
    edit(bank / "demo/exam.yaml", "opening: shop-at-night\n", "")

    assert '<span class="tag">draft</span>' in page(client, SHOP)
    assert '<span class="tag">draft</span>' in page(client, LIST)


def test_what_is_saved_shows_at_the_next_look(client: Client, bank: Path) -> None:
    before = page(client, SHOP)
    seen = re.search(r"seen=(\w+)", before)
    assert seen
    assert client.get(f"{SHOP}?seen={seen[1]}", **HTMX).status_code == 204
    assert client.get(f"{LIST}?seen={seen[1]}", **HTMX).status_code == 204

    edit(bank / QUESTION, "店は夜に閉まります。", "店は朝に開きます。")
    news = page(client, f"{SHOP}?seen={seen[1]}", **HTMX)

    assert "店は朝に開きます。" in news
    assert "<html" not in news
    assert "店は朝に開きます。" in page(client, SHOP)


def test_a_file_with_errors_shows_them_and_no_question(client: Client, bank: Path) -> None:
    edit(bank / QUESTION, "correct: true", "correct: yes")

    shown = page(client, SHOP)

    assert "Q010" in shown
    assert "cannot be shown before its errors are mended" in shown
    assert 'class="side"' not in shown


def test_an_error_in_another_file_does_not_hide_this_one(client: Client, bank: Path) -> None:
    write_question(bank, "broken", "colour: red\n")

    shown = page(client, SHOP)

    assert "店は夜に閉まります。" in shown
    assert "Nothing to mend." in shown


def test_problems_of_the_table_that_a_question_shows_stand_beside_it(
    client: Client, bank: Path
) -> None:
    edit(bank / "demo/comparisons/lock-vs-latch.yaml", "title:", "titel:")

    assert "comparisons/lock-vs-latch.yaml" in page(client, SHOP)


def test_a_comparison_is_shown_with_its_statements_in_both_languages(
    client: Client, bank: Path
) -> None:
    shown = page(client, "/authoring/lock-vs-latch/")

    assert shown.count("<table>") == 2
    assert "Statements to sort" in shown
    assert "分類する文" in shown


def test_a_name_that_no_file_has_is_not_found(client: Client, bank: Path) -> None:
    assert client.get("/authoring/nothing-here/").status_code == 404


def test_the_pages_ask_the_database_for_nothing_but_the_reader(
    client: Client, bank: Path, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        page(client, SHOP)
        page(client, LIST)
