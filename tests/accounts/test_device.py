"""The one-time link that takes a session to another device."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import Allowance, DeviceLink, User
from quiz.sittings.models import Response
from tests.factories.accounts import become_guest, is_signed_in, log_in, make_user, sign_up, who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def make_link(client: Client) -> str:
    """The path of the link that the page shows."""
    page = client.post("/account/device/").content.decode()
    match = re.search(r"<code>http://testserver(/account/device/[\w-]+/)</code>", page)
    assert match, page
    return match[1]


def test_a_guest_goes_on_on_another_device(client: Client) -> None:
    guest = become_guest(client)
    phone = Client()
    phone.cookies["django_language"] = "en"
    link = make_link(client)

    asked = phone.get(link).content.decode()
    opened = phone.post(link)

    assert "a guest without a name" in asked
    assert (opened.status_code, opened.url) == (303, "/account/")
    assert who(phone) == guest
    assert who(client) == guest
    assert phone.get(Response.objects.get().get_absolute_url()).status_code == 200


def test_an_account_goes_along_by_name(client: Client) -> None:
    make_user("Taro")
    log_in(client)
    link = make_link(client)
    phone = Client()

    assert "Taro" in phone.get(link).content.decode()
    phone.post(link)

    assert who(phone).name == "Taro"


def test_looking_at_a_link_uses_nothing_up(client: Client) -> None:
    become_guest(client)
    link = make_link(client)

    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(link).status_code == 200

    phone = Client()
    phone.post(link)
    assert is_signed_in(phone)


def test_a_link_works_once(client: Client) -> None:
    become_guest(client)
    link = make_link(client)
    Client().post(link)
    late = Client()
    late.cookies["django_language"] = "en"

    for method in ("get", "post"):
        page = getattr(late, method)(link)
        assert page.status_code == 404
        assert "This link was used already" in page.content.decode()
    assert not is_signed_in(late)


@pytest.mark.parametrize(("seconds", "status"), [(599, 303), (600, 404)])
def test_a_link_works_for_ten_minutes(
    client: Client, time_machine: Any, seconds: int, status: int
) -> None:
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    become_guest(client)
    link = make_link(client)
    time_machine.shift(seconds)

    assert Client().post(link).status_code == status


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "日本"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_is_not_found(client: Client, token: str, method: str) -> None:
    page = getattr(client, method)(f"/account/device/{token}/")

    assert page.status_code == 404
    assert not User.objects.exists()


def test_a_new_link_ends_the_one_before(client: Client) -> None:
    become_guest(client)
    first, second = make_link(client), make_link(client)

    assert Client().post(first).status_code == 404
    assert Client().post(second).status_code == 303


def test_only_a_hash_of_the_link_is_kept(client: Client) -> None:
    become_guest(client)

    token = make_link(client).split("/")[-2]

    assert len(token) >= 32
    assert token not in str(list(DeviceLink.objects.values()))


def test_the_guest_of_this_browser_goes_along(client: Client) -> None:
    become_guest(client)
    sign_up(client, "hanako")
    link = make_link(client)
    phone = Client()
    phone.cookies["django_language"] = "en"
    guest = become_guest(phone)

    assert "goes along" in phone.get(link).content.decode()
    phone.post(link)

    assert who(phone).name == "hanako"
    assert not User.objects.filter(pk=guest.pk).exists()
    assert Response.objects.filter(learner=who(phone)).count() == 2


def test_an_account_in_this_browser_stays_as_it_is(client: Client) -> None:
    guest = become_guest(client)
    link = make_link(client)
    phone = Client()
    phone.cookies["django_language"] = "en"
    become_guest(phone)
    sign_up(phone, "hanako")

    assert "logged in here as hanako" in phone.get(link).content.decode()
    phone.post(link)

    assert who(phone) == guest
    assert Response.objects.filter(learner__name="hanako").count() == 1


def test_ones_own_link_in_the_same_browser_changes_nothing(client: Client) -> None:
    guest = become_guest(client)

    assert client.post(make_link(client)).status_code == 303

    assert who(client) == guest
    assert Response.objects.get().learner == guest


def test_the_session_key_changes_with_the_link(client: Client) -> None:
    become_guest(client)
    link = make_link(client)
    phone = Client()
    become_guest(phone)
    old = phone.cookies["sessionid"].value

    phone.post(link)

    assert phone.cookies["sessionid"].value != old


def test_a_link_to_somebody_deactivated_is_gone(client: Client) -> None:
    become_guest(client)
    link = make_link(client)
    User.objects.update(is_active=False)

    assert Client().post(link).status_code == 404


def test_somebody_makes_twenty_links_an_hour_and_no_more(client: Client) -> None:
    become_guest(client)
    make_link(client)
    Allowance.objects.filter(key__startswith="device:").update(used=19)

    make_link(client)
    refused = client.post("/account/device/")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    other = Client()
    become_guest(other)
    assert make_link(other)


def test_a_visitor_has_nothing_to_take_along(client: Client) -> None:
    assert client.get("/account/device/").url == "/account/log-in/?next=/account/device/"
    assert client.post("/account/device/").status_code == 302
    assert not DeviceLink.objects.exists()


def test_asking_for_the_page_makes_no_link(client: Client) -> None:
    become_guest(client)

    client.get("/account/device/")

    assert not DeviceLink.objects.exists()


def test_the_code_is_a_drawing_with_words_and_without_styles(client: Client) -> None:
    become_guest(client)

    page = client.post("/account/device/").content.decode()

    svg = page[page.index("<svg") : page.index("</svg>")]
    assert 'role="img"' in svg
    assert 'aria-label="QR code' in svg
    assert "style=" not in svg
    assert "viewBox" in svg


def test_a_public_address_is_the_one_in_the_link(client: Client, settings: Any) -> None:
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, public_url="https://quiz.example.com")
    become_guest(client)

    page = client.post("/account/device/").content.decode()

    assert "<code>https://quiz.example.com/account/device/" in page


def test_making_a_link_takes_ten_queries(client: Client, django_assert_num_queries: Any) -> None:
    become_guest(client)

    with django_assert_num_queries(10):
        client.post("/account/device/")
