from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from quiz.accounts.models import DeviceLink, Session, User
from quiz.sittings.models import Response
from tests.factories.accounts import PASSWORD, log_in, make_user
from tests.factories.bank import publish_items
from tests.factories.sittings import URL, answer

pytestmark = pytest.mark.django_db
DRILL = "/comparisons/demo-comparison/drill/"


@pytest.fixture(autouse=True)
def _english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def sort(client: Client) -> None:
    page = client.get(DRILL).content.decode()
    fields = dict(re.findall(r'name="(run|statement|position)" value="([^"]*)"', page))
    client.post(DRILL, {**fields, "subject": "x"})


def test_a_changed_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    make_user()
    other = Client()
    log_in(client)
    log_in(other)
    new = "quite another secret"

    wrong = client.post(
        "/account/password/", {"password": "x", "new_password1": new, "new_password2": new}
    )
    assert "This is not your password." in wrong.content.decode()
    response = client.post(
        "/account/password/", {"password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert response.status_code == 303
    assert "The password is changed." in client.get(response.url).content.decode()
    assert client.get("/account/password/").status_code == 200
    assert other.get("/account/password/").status_code == 302
    assert log_in(Client(), password=new).status_code == 303


def test_the_address_is_changed_with_the_password_and_may_be_taken_away(client: Client) -> None:
    make_user(email="old@example.com")
    log_in(client)

    client.post("/account/email/", {"email": "new@example.com", "password": "wrong"})
    assert User.objects.get().email == "old@example.com"
    client.post("/account/email/", {"email": "", "password": PASSWORD})
    assert User.objects.get().email == ""


def test_a_guests_page_says_that_this_browser_holds_everything(client: Client) -> None:
    publish_items()
    answer(client, "b")

    page = client.get("/account/").content.decode()

    assert "You are a guest" in page
    assert "/account/password/" not in page
    assert "/account/device/" in page


def test_ones_own_data_are_whole_and_hold_no_hash(client: Client) -> None:
    publish_items()
    user = make_user(email="taro@example.com")
    log_in(client)
    answer(client, "a")
    client.post(f"{URL}flag/", {"flagged": "1"})
    sort(client)
    outsider = Client()
    answer(outsider, "b")

    response = client.get("/account/data.json")

    data = json.loads(response.content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert data["account"]["email"] == "taro@example.com"
    assert [one["selected"] for one in data["responses"]] == ["a"]
    assert sorted(data["responses"][0]["options_shown"]) == list("abcd")
    assert len(data["flags"]) == len(data["drills"]) == 1
    assert data["drills"][0]["responses"][0]["subject"] == "x"
    assert user.password not in response.content.decode()


def rows_about(pk: int) -> list[str]:
    """Every row of every table that refers to the person, and those that stand for themselves."""
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "related_model", None) is User and not field.auto_created:
                found += [
                    f"{model.__name__}" for _ in model._default_manager.filter(**{field.name: pk})
                ]
    return found


@pytest.mark.parametrize("is_guest", [True, False])
def test_deletion_takes_everything_along(client: Client, is_guest: bool) -> None:
    publish_items()
    if not is_guest:
        make_user()
        log_in(client)
    answer(client, "a")
    client.post(f"{URL}flag/", {"flagged": "1"})
    sort(client)
    client.post("/account/device/")
    user = User.objects.get()
    assert len(rows_about(user.pk)) >= 5

    asked = client.get("/account/delete/").content.decode()
    assert "/account/data.json" in asked
    if not is_guest:
        wrong = client.post("/account/delete/", {"password": "wrong"})
        assert "This is not your password." in wrong.content.decode()
        assert "Enter the password." in client.post("/account/delete/").content.decode()
        assert User.objects.exists()
    response = client.post("/account/delete/", {"password": PASSWORD})

    assert "Nothing is kept about you" in response.content.decode()
    assert rows_about(user.pk) == []
    assert not any(
        model._default_manager.exists()
        for model in apps.get_models()
        if model.__name__ in ("User", "Slot", "Response", "DrillResponse", "DeviceLink", "Session")
    )
    assert client.get("/account/delete/").status_code == 404


def link_in(response: Any) -> str:
    match = re.search(
        r'<a href="http://testserver(/account/device/[^"]+)"', response.content.decode()
    )
    assert match
    return match[1]


def test_a_link_moves_a_guests_session_to_another_device_once(client: Client) -> None:
    publish_items()
    answer(client, "b")
    made = client.post("/account/device/")
    link = link_in(made)
    phone, late = Client(), Client()
    answer(phone, "a")

    assert re.search(r'<svg [^>]*role="img"', made.content.decode())
    assert "style=" not in made.content.decode()
    assert phone.get(link).status_code == 200
    assert phone.get(link).status_code == 200
    assert phone.post(link).url == "/account/"

    assert User.objects.count() == 1
    for address in Response.objects.all():
        assert phone.get(address.get_absolute_url()).status_code == 200
    assert late.get(link).status_code == late.post(link).status_code == 404
    assert client.get("/account/").status_code == 200


def test_a_link_lasts_ten_minutes_and_a_new_one_ends_the_old(
    client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    publish_items()
    answer(client, "b")
    first = link_in(client.post("/account/device/"))
    second = link_in(client.post("/account/device/"))

    assert Client().get(first).status_code == 404
    assert first.rsplit("/", 2)[1] not in str(list(DeviceLink.objects.values()))
    time_machine.move_to("2026-11-24T09:10:00Z", tick=False)
    assert Client().post(second).status_code == 404


def test_twenty_links_an_hour_and_no_more(client: Client) -> None:
    make_user()
    log_in(client)
    for _ in range(20):
        assert client.post("/account/device/").status_code == 200

    assert client.post("/account/device/").status_code == 429


def test_the_own_page_takes_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    make_user()
    log_in(client)

    with django_assert_num_queries(2):
        client.get("/account/")


def test_a_session_knows_whose_it_is(client: Client) -> None:
    user = make_user()
    log_in(client)

    assert Session.objects.get().user_id == user.pk
