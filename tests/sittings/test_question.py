from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import Allowance, User
from quiz.bank.models import Question
from quiz.sittings.models import Response, Slot
from tests.factories.bank import CANARY, make_item, publish_items
from tests.factories.sittings import HTMX, URL, answer, ticket_in

pytestmark = pytest.mark.django_db


def test_the_form_is_the_one_that_other_programs_rely_on(client: Client) -> None:
    publish_items()

    page = client.get(URL).content.decode()

    assert re.search(r'<form id="answer" method="post" action="/questions/demo-question/"', page)
    assert sorted(re.findall(r'type="radio" name="selected" value="(.)"', page)) == list("abcd")
    form = page[page.index('<form id="answer"') : page.index("</form>", page.index('id="answer"'))]
    assert form.count("<button") == 1


def test_two_keys_make_checkboxes_and_say_how_many(client: Client) -> None:
    publish_items(make_item(key="ab", options="abcde"))

    page = client.get(URL, headers={"accept-language": "en"}).content.decode()

    assert page.count('type="checkbox" name="selected"') == 5
    assert "Choose 2" in page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("address", ["/", URL])
def test_before_an_answer_nothing_is_told(client: Client, address: str, language: str) -> None:
    publish_items()

    response = client.get(address, headers={"accept-language": language})

    said = response.content.decode() + str(response.headers)
    assert response.status_code == 200
    assert CANARY not in said
    assert "wrong-scope" not in said
    assert f"{language} stem?" in said


def test_a_get_writes_nothing(client: Client) -> None:
    publish_items()

    client.get("/")
    client.get(URL)
    client.head(URL)

    assert not User.objects.exists()
    assert not Slot.objects.exists()
    assert "sessionid" not in client.cookies


def test_options_are_shuffled_and_lettered_by_position(client: Client) -> None:
    publish_items()

    orders = set()
    for _ in range(40):
        page = client.get(URL).content.decode()
        assert re.findall(r'class="letter">(.)<', page) == list("ABCD")
        orders.add(tuple(re.findall(r'name="selected" value="(.)"', page)))

    assert len(orders) > 5


def test_an_author_may_keep_the_order(client: Client) -> None:
    publish_items(make_item(shuffle=False))

    page = client.get(URL).content.decode()

    assert re.findall(r'name="selected" value="(.)"', page) == list("abcd")


def test_a_plain_answer_leads_to_the_feedback(client: Client) -> None:
    publish_items()

    response = answer(client, "b")

    assert response.status_code == 303
    page = client.get(response.url)
    assert page.status_code == 200
    assert 'data-grade="correct"' in page.content.decode()


def test_an_answer_with_htmx_brings_the_fragment_and_its_address(client: Client) -> None:
    publish_items()

    response = answer(client, "a", **HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert response.headers["HX-Push-Url"] == Response.objects.get().get_absolute_url()
    assert "HX-Request" in response.headers["Vary"]
    assert 'id="feedback"' in page
    assert 'data-grade="incorrect"' in page


def test_the_feedback_judges_every_option_and_teaches(client: Client) -> None:
    publish_items()

    response = answer(client, "a", headers={"accept-language": "en"}, **HTMX)

    page = response.content.decode()
    verdicts = dict(re.findall(r'data-option="(.)" data-verdict="([a-z-]+)"', page))
    assert verdicts == {"a": "false-alarm", "b": "miss", "c": "rejection", "d": "rejection"}
    for text in ("explanation", "takeaway", "tip", "reference", "belief", "correction", "cell x"):
        assert f"canary {text}" in page
    for option in "abcd":
        assert f"canary rationale of {option}" in page
    assert "<caption" in page
    assert re.search(r"<figure.*?<svg.*?<title>en canary alt", page, re.DOTALL)


@pytest.mark.parametrize(
    ("selected", "error"),
    [
        ((), "Choose one option first."),
        (("a", "b"), "2 were sent"),
        (("z",), "not among those shown"),
        (("a", "a"), "2 were sent"),
    ],
    ids=["nothing", "too many", "unknown", "the same twice"],
)
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["plain", "htmx"])
def test_what_cannot_be_graded_comes_back_with_the_choice_kept(
    client: Client, selected: tuple[str, ...], error: str, extra: dict[str, Any]
) -> None:
    publish_items()
    client.cookies["django_language"] = "en"

    response = answer(client, *selected, **extra)

    page = response.content.decode()
    assert response.status_code == 200
    assert error in page
    assert len(re.findall(r'value="[ab]" checked', page)) == len({"a", "b"} & set(selected))
    assert not Response.objects.exists()
    assert not User.objects.exists()
    assert CANARY not in page


def test_too_few_of_two_is_not_graded(client: Client) -> None:
    publish_items(make_item(key="ab", options="abcde"))

    assert answer(client, "a").status_code == 200
    assert not Response.objects.exists()


def test_a_form_that_came_back_can_still_be_sent(client: Client) -> None:
    publish_items()
    page = answer(client)

    assert answer(client, "b", ticket=ticket_in(page)).status_code == 303


def test_the_same_ticket_again_gets_the_same_feedback(client: Client) -> None:
    publish_items()
    ticket = ticket_in(client.get(URL))

    first = answer(client, "b", ticket=ticket)
    second = answer(client, "a", ticket=ticket)

    assert first.url == second.url
    assert Response.objects.get().selected == "b"
    assert (User.objects.count(), Slot.objects.count()) == (1, 1)


def test_a_copy_whose_cookie_was_lost_on_the_way_finds_the_same_guest(client: Client) -> None:
    publish_items()
    ticket = ticket_in(client.get(URL))
    first = answer(client, "b", ticket=ticket)
    del client.cookies["sessionid"]

    second = answer(client, "b", ticket=ticket)

    assert first.url == second.url
    assert client.get(second.url).status_code == 200
    assert User.objects.count() == 1


def test_a_new_form_is_a_new_answer(client: Client) -> None:
    publish_items()

    assert answer(client, "b").url != answer(client, "b").url
    assert Response.objects.count() == 2
    assert User.objects.count() == 1


def test_a_ticket_is_of_no_use_in_another_browser(client: Client) -> None:
    publish_items()
    ticket = ticket_in(client.get(URL))
    answer(client, "b", ticket=ticket)
    outsider = Client()
    outsider.get(URL)

    response = answer(outsider, "b", ticket=ticket, **HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="feedback"' not in page
    assert 'value="b" checked' in page
    assert CANARY not in page
    assert Response.objects.count() == 1


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c"])
def test_a_forged_ticket_gets_a_new_form(client: Client, ticket: str) -> None:
    publish_items()
    client.get(URL)

    response = client.post(URL, {"ticket": ticket, "selected": "b"})

    assert response.status_code == 200
    assert not Response.objects.exists()


def test_a_ticket_of_another_question_is_refused(client: Client) -> None:
    publish_items(make_item(), make_item(id="other-question"))
    ticket = ticket_in(client.get("/questions/other-question/"))

    assert answer(client, "b", ticket=ticket).status_code == 200
    assert not Response.objects.exists()


def test_an_answer_is_graded_on_the_revision_that_was_shown(client: Client) -> None:
    publish_items()
    ticket = ticket_in(client.get(URL))
    publish_items(make_item(key="c"))

    response = answer(client, "b", ticket=ticket)

    assert 'data-grade="correct"' in client.get(response.url).content.decode()


def test_old_feedback_stays_after_the_question_is_gone(client: Client) -> None:
    publish_items()
    response = answer(client, "b")
    publish_items(make_item(id="other-question"))

    assert client.get(URL).status_code == 404
    assert Question.objects.get(pk="demo-question").current is None
    assert f"{CANARY} explanation" in client.get(response.url).content.decode()


def test_another_visitors_feedback_is_not_found(client: Client) -> None:
    publish_items()
    response = answer(client, "b")

    assert Client().get(response.url).status_code == 404
    outsider = Client()
    answer(outsider, "b")
    assert outsider.get(response.url).status_code == 404


def test_a_text_in_another_language_than_the_pages_says_so(client: Client) -> None:
    item = make_item()
    texts = {"ja": item.texts["ja"]}
    publish_items(make_item(texts=texts))

    page = client.get(URL, headers={"accept-language": "en"}).content.decode()

    assert '<html lang="en"' in page
    assert '<span lang="ja">ja stem?</span>' in page


def test_guests_can_be_turned_away(client: Client, settings: Any) -> None:
    settings.GUESTS = False
    publish_items()

    response = answer(client, "b")

    assert response.status_code == 403
    assert not User.objects.exists()


def test_one_address_makes_600_guests_an_hour_and_no_more(client: Client) -> None:
    publish_items()
    answer(client, "b")
    Allowance.objects.update(used=600)

    refused = answer(Client(), "b")
    known = answer(client, "b")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert known.status_code == 303
    assert User.objects.count() == 1


@pytest.mark.parametrize(("is_known", "queries"), [(True, 4), (False, 1)])
def test_showing_a_question_takes_four_queries(
    client: Client, django_assert_num_queries: Any, is_known: bool, queries: int
) -> None:
    publish_items()
    client.get(URL)
    if is_known:
        answer(client, "b")

    with django_assert_num_queries(queries):
        client.get(URL)


def test_answering_takes_six_queries(client: Client, django_assert_num_queries: Any) -> None:
    publish_items()
    answer(client, "b", **HTMX)  # what each process keeps is ready now
    ticket = ticket_in(client.get(URL))

    with django_assert_num_queries(6):
        answer(client, "a", ticket=ticket, **HTMX)


def test_the_comparison_names_only_questions_that_were_answered(client: Client) -> None:
    publish_items(make_item(), make_item(id="other-question"))
    address = "/comparisons/demo-comparison/"
    client.cookies["django_language"] = "en"

    before = client.get(address).content.decode()
    answer(client, "b")
    after = client.get(address).content.decode()

    assert "2 questions that you have not answered" in before
    assert "/responses/" not in before
    assert "One question that you have not answered" in after
    assert after.count("/responses/") == 1
    assert client.get("/comparisons/none/").status_code == 404


def test_the_first_answer_of_a_day_rolls_the_session_and_takes_eight(
    client: Client, django_assert_num_queries: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-24T09:00:00Z")
    publish_items()
    answer(client, "b", **HTMX)
    time_machine.move_to("2027-11-20T09:00:00Z")
    ticket = ticket_in(client.get(URL))

    with django_assert_num_queries(8):
        response = answer(client, "a", ticket=ticket, **HTMX)

    assert response.cookies["sessionid"]["max-age"] == 365 * 24 * 60 * 60
    time_machine.move_to("2028-11-10T09:00:00Z")
    assert client.get(response.headers["HX-Push-Url"]).status_code == 200
