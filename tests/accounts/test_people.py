"""The page for those who look after a host: a member of staff, a learner, a guest, a visitor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import Session, User
from tests.factories.accounts import PASSWORD, become_guest, is_signed_in, log_in, make_user
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db

ACTS = ("activate", "deactivate", "delete", "reset-link")


@pytest.fixture
def staff(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    client.force_login(make_user("staff", is_staff=True))
    return client


def act(client: Client, user: User, verb: str) -> Any:
    return client.post(f"/people/{user.pk}/{verb}/")


def text_of(response: Any) -> str:
    return str(response.content.decode())


def state() -> list[Any]:
    return list(User.objects.order_by("pk").values_list("pk", "is_active", "password"))


def test_only_staff_may_come_in() -> None:
    user = make_user("other")
    guest, learner = Client(), Client()
    become_guest(guest)
    learner.force_login(make_user("learner"))
    before = state()

    paths = ["/people/", f"/people/{user.pk}/delete/"]
    for path in paths:
        assert Client().get(path).url == f"/account/log-in/?next={path}"
        assert guest.get(path).status_code == 403
        assert learner.get(path).status_code == 403
    for verb in ACTS:
        assert act(Client(), user, verb).status_code == 302
        assert act(guest, user, verb).status_code == 403
        assert act(learner, user, verb).status_code == 403
    assert state() == before


def test_the_list_has_everybody_with_a_name_and_counts_the_guests(staff: Client) -> None:
    make_user("Ana", email="ana@example.com")
    make_user("ben", is_active=False)
    become_guest(Client())

    page = text_of(staff.get("/people/"))

    assert re.findall(r"<b>(.+?)</b>", page) == ["Ana", "ben", "staff"]
    assert "ana@example.com" in page
    assert "3 accounts" in page
    assert "1 guest without a name" in page
    assert page.count("deactivated") == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("AN", ["Ana"]),
        ("example.com", ["Ana"]),
        ("山", ["山田"]),
        ("%", []),
        ("<b>", []),
        ("\0", ["Ana", "staff", "山田"]),
        ("", ["Ana", "staff", "山田"]),
    ],
)
def test_people_are_found_by_a_part_of_name_or_address(
    staff: Client, words: str, found: list[str]
) -> None:
    make_user("Ana", email="Ana@Example.com")
    make_user("山田")

    page = staff.get("/people/", {"q": words})

    assert page.status_code == 200
    assert re.findall(r"<b>(.+?)</b>", text_of(page)) == found
    if not found:
        assert "Nobody fits" in text_of(page)


@pytest.mark.parametrize(
    ("page", "shown"), [("", 50), ("1", 50), ("2", 11), ("99", 11), ("x", 50), ("-1", 11)]
)
def test_the_list_comes_in_pages(staff: Client, page: str, shown: int) -> None:
    for number in range(60):
        make_user(f"name {number:02}")

    text = text_of(staff.get("/people/", {"page": page}))

    assert len(re.findall(r"<b>(.+?)</b>", text)) == shown
    assert "/ 2" in text


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_takes_five_queries(
    staff: Client, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        make_user(f"name {number}")

    with django_assert_num_queries(5):
        staff.get("/people/")


def test_somebody_deactivated_is_out_and_stays_out_until_activated(staff: Client) -> None:
    user = make_user("ana")
    learner = Client()
    log_in(learner, "ana")

    assert act(staff, user, "deactivate").url == "/people/"
    assert not is_signed_in(learner)
    assert not Session.objects.filter(user=user).exists()
    assert log_in(learner, "ana").status_code == 200

    assert act(staff, user, "activate").url == "/people/"
    assert not is_signed_in(learner)
    assert log_in(learner, "ana").status_code == 303


def test_deleting_asks_first_and_then_takes_everything(staff: Client) -> None:
    user = make_user("ana")

    asked = text_of(staff.get(f"/people/{user.pk}/delete/"))
    assert "Delete ana?" in asked
    assert User.objects.filter(pk=user.pk).exists()

    assert act(staff, user, "delete").url == "/people/"
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_reset_link_is_shown_once_and_works_once(staff: Client) -> None:
    user = make_user("ana")

    page = text_of(act(staff, user, "reset-link"))
    match = re.search(r"<code>http://testserver(/account/reset/[^<]+)</code>", page)
    assert match
    assert "/account/reset/" not in text_of(staff.get("/people/"))
    learner = Client()
    form = learner.get(match[1], follow=True)
    where = form.redirect_chain[-1][0]
    new = {"new_password1": "a brand new one", "new_password2": "a brand new one"}
    assert learner.post(where, new).status_code == 302

    assert log_in(learner, "ana", "a brand new one").status_code == 303
    assert log_in(Client(), "ana", PASSWORD).status_code == 200
    assert "new_password1" not in text_of(Client().get(match[1], follow=True))


@pytest.mark.parametrize("verb", ["deactivate", "delete", "activate", "reset-link"])
def test_staff_do_nothing_to_themselves(staff: Client, verb: str) -> None:
    own = User.objects.get(name="staff")
    before = state()

    assert act(staff, own, verb).status_code == 403
    assert state() == before
    assert f"/people/{own.pk}/" not in text_of(staff.get("/people/"))


@pytest.mark.parametrize("verb", ACTS)
def test_staff_do_nothing_to_an_administrator(staff: Client, verb: str) -> None:
    admin = make_user("admin", is_staff=True, is_superuser=True)
    before = state()

    assert act(staff, admin, verb).status_code == 403
    assert state() == before


@pytest.mark.parametrize("verb", ACTS)
def test_guests_are_not_among_the_people(staff: Client, verb: str) -> None:
    visitor = Client()
    guest = become_guest(visitor)

    assert act(staff, guest, verb).status_code == 404
    assert act(staff, User(pk=10**12), verb).status_code == 404
    assert answer(visitor, "b").status_code == 303


@pytest.mark.parametrize("verb", ["activate", "deactivate", "reset-link"])
def test_following_a_link_does_nothing_to_anybody(staff: Client, verb: str) -> None:
    user = make_user("ana")

    assert staff.get(f"/people/{user.pk}/{verb}/").status_code == 405
