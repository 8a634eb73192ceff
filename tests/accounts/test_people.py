from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import User
from quiz.sittings.models import Response
from tests.factories.accounts import PASSWORD, log_in, make_user
from tests.factories.bank import publish_items
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    make_user("host", is_staff=True)
    log_in(client, "host")
    return client


def change(client: Client, person: User, action: str) -> Any:
    return client.post(f"/people/{person.pk}/", {"action": action})


def test_staff_see_who_has_an_account_and_how_many_guests_there_are(staff: Client) -> None:
    publish_items()
    answer(Client(), "b")
    make_user("taro", email="taro@example.com")

    page = staff.get("/people/").content.decode()
    found = staff.get("/people/?q=TARO").content.decode()

    assert "2 accounts" in page
    assert "one guest" in page
    assert "taro@example.com" in found
    assert "One account" in found
    assert "Nobody has such a name" in staff.get("/people/?q=nobody").content.decode()


def test_somebody_deactivated_is_out_at_once_and_comes_back_when_activated(staff: Client) -> None:
    taro, other = make_user(), Client()
    log_in(other)

    change(staff, taro, "deactivate")
    assert other.get("/account/password/").status_code == 302
    assert log_in(other).status_code == 200

    change(staff, taro, "activate")
    assert log_in(other).status_code == 303


def test_a_reset_link_is_shown_once_and_sets_a_password_once(staff: Client) -> None:
    taro, other = make_user(), Client()

    page = change(staff, taro, "reset").content.decode()
    match = re.search(r"http://testserver(/account/reset/[^<]+)", page)
    assert match
    assert match[1] not in staff.get("/people/").content.decode()

    form = other.get(match[1]).url
    new = "quite another secret"
    response = other.post(form, {"new_password1": new, "new_password2": new})
    assert response.url == "/account/log-in/?done=password"
    assert log_in(other, password=new).status_code == 303
    assert log_in(Client(), password=PASSWORD).status_code == 200
    assert (
        "used already" in Client(headers={"accept-language": "en"}).get(match[1]).content.decode()
    )


def test_a_deleted_account_takes_its_answers_along(staff: Client) -> None:
    publish_items()
    taro, other = make_user(), Client()
    log_in(other)
    answer(other, "b")

    assert "taro" in staff.get(f"/people/{taro.pk}/delete/").content.decode()
    staff.post(f"/people/{taro.pk}/delete/")

    assert not User.objects.filter(pk=taro.pk).exists()
    assert not Response.objects.exists()


@pytest.mark.parametrize("action", ["deactivate", "reset"])
def test_staff_cannot_lock_themselves_out(staff: Client, action: str) -> None:
    host = User.objects.get(name="host")

    assert change(staff, host, action).status_code == 403
    assert staff.post(f"/people/{host.pk}/delete/").status_code == 403
    assert User.objects.get(name="host").is_active


def test_guests_are_nobody_to_look_after(staff: Client) -> None:
    publish_items()
    answer(Client(), "b")
    guest = User.objects.get(is_guest=True)

    assert change(staff, guest, "reset").status_code == 404
    assert staff.post(f"/people/{guest.pk}/delete/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_five_queries_however_long(
    staff: Client, django_assert_num_queries: Any, rows: int
) -> None:
    for n in range(rows):
        make_user(f"pupil-{n}")

    with django_assert_num_queries(5):
        staff.get("/people/")
