from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import Session, User
from quiz.sittings.models import DrillRun, Flag, Response, Slot
from tests.factories.accounts import PASSWORD, log_in, make_user, sign_up
from tests.factories.bank import make_item, publish_items
from tests.factories.sittings import URL, answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def test_a_guest_who_signs_up_stays_the_same_person_with_everything(client: Client) -> None:
    publish_items()
    answer(client, "b")
    guest, key = User.objects.get(), client.cookies["sessionid"].value

    response = sign_up(client, email="hanako@example.com")

    user = User.objects.get()
    assert response.status_code == 303
    assert (user.pk, user.name, user.is_guest) == (guest.pk, "hanako", False)
    assert user.check_password(PASSWORD)
    assert client.get(Response.objects.get().get_absolute_url()).status_code == 200
    assert client.cookies["sessionid"].value != key
    assert not Session.objects.filter(pk=key).exists()


def test_a_visitor_who_signs_up_is_somebody_new_and_signed_in(client: Client) -> None:
    sign_up(client, next="/questions/")

    assert User.objects.get().name == "hanako"
    assert "hanako" in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "TARO"}, "Somebody has this name."),
        ({"name": "ｔａｒｏ"}, "Somebody has this name."),
        ({"name": "x" * 151}, "at most 150"),
        ({"name": "a\u202eb"}, "no control characters"),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password": "password1", "password_again": "password1"}, "too common"),
        ({"password_again": "another long secret"}, "The two passwords differ."),
        ({"password": "", "password_again": ""}, "Enter a password."),
        ({"email": "nobody"}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_signed_up_with_is_said_beside_its_field(
    client: Client, fields: dict[str, str], said: str
) -> None:
    make_user("taro")

    page = sign_up(client, **fields).content.decode()

    assert said in page
    assert 'aria-invalid="true"' in page
    assert "autofocus" in page
    assert PASSWORD not in page
    assert User.objects.count() == 1


def test_sign_up_can_be_closed(client: Client, settings: Any) -> None:
    settings.SIGNUP = False

    assert client.get("/account/sign-up/").status_code == 403
    assert sign_up(client).status_code == 403
    assert "/account/sign-up/" not in client.get("/account/").content.decode()
    assert "/account/sign-up/" not in client.get("/account/log-in/").content.decode()


def test_a_guest_who_logs_in_is_merged_into_the_account_once(client: Client) -> None:
    publish_items(make_item(), make_item(id="other-question"))
    user = make_user()
    other = Client()
    log_in(other)
    answer(other, "b")
    other.post(f"{URL}flag/", {"flagged": "1"})
    answer(client, "a")
    client.post(f"{URL}flag/", {"flagged": "1"})
    client.post("/questions/other-question/flag/", {"flagged": "1"})

    response = log_in(client, next="/questions/")

    assert (response.status_code, response.url) == (303, "/account/")
    assert User.objects.get() == user
    assert Response.objects.sat_by(user).count() == Response.objects.count() == 2
    assert set(Slot.objects.values_list("learner", flat=True)) == {user.pk}
    assert Flag.objects.set_by(user).count() == Flag.objects.count() == 2
    assert not DrillRun.objects.exists()


def test_an_account_is_never_merged_into_a_second_one(client: Client) -> None:
    publish_items()
    first, second = make_user("first"), make_user("second")
    log_in(client, "first")
    answer(client, "b")

    log_in(client, "second")

    assert Response.objects.sat_by(first).count() == 1
    assert not Response.objects.sat_by(second).exists()
    assert User.objects.count() == 2


def test_a_copy_of_a_first_answer_after_the_log_in_makes_nobody_new(client: Client) -> None:
    publish_items()
    make_user()
    answer(client, "b")
    log_in(client)

    answer(client, "b")

    assert User.objects.count() == 1
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "password"),
    [("taro", "wrong"), ("nobody", PASSWORD), ("closed", PASSWORD), ("", ""), ("taro\x00", "x")],
)
def test_what_does_not_fit_opens_nothing_and_says_the_same(
    client: Client, name: str, password: str
) -> None:
    make_user()
    make_user("closed", is_active=False)

    page = log_in(client, name, password)

    assert page.status_code == 200
    if name and "\x00" not in name:
        assert "do not belong together" in page.content.decode()
    assert "sessionid" not in client.cookies


def test_a_name_opens_in_any_case_and_width(client: Client) -> None:
    make_user("Taro")

    assert log_in(client, " ＴＡＲＯ ").status_code == 303


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_log_in_leads_to_no_other_site(client: Client, target: str) -> None:
    make_user()

    response = client.post(
        "/account/log-in/", {"name": "taro", "password": PASSWORD, "next": target}
    )

    assert response.url == "/account/"


def test_log_in_leads_on_to_where_one_wanted_to_go(client: Client) -> None:
    make_user(is_staff=True)
    away = client.get("/people/").url
    assert away == "/account/log-in/?next=/people/"

    assert 'name="next" value="/people/"' in client.get(away).content.decode()
    response = client.post(
        "/account/log-in/", {"name": "taro", "password": PASSWORD, "next": "/people/"}
    )
    assert response.url == "/people/"


def test_ten_wrong_passwords_close_an_account_for_a_quarter_of_an_hour(
    client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    make_user()
    for _ in range(10):
        assert log_in(client, "Taro", "wrong").status_code == 200

    refused = log_in(client)
    elsewhere = log_in(Client(), REMOTE_ADDR="192.0.2.9")
    assert (refused.status_code, elsewhere.status_code) == (429, 429)
    assert refused.headers["Retry-After"] == "900"

    time_machine.move_to("2026-11-24T09:15:00Z", tick=False)
    assert log_in(client).status_code == 303


def test_fifty_failures_close_an_address_and_a_class_that_logs_in_does_not(client: Client) -> None:
    for n in range(60):
        make_user(f"pupil-{n}")
    for n in range(60):
        assert log_in(Client(), f"pupil-{n}").status_code == 303
    for n in range(50):
        assert log_in(client, f"guess-{n}", "wrong").status_code == 200

    assert log_in(client, "pupil-1").status_code == 429
    assert log_in(Client(), "pupil-1", REMOTE_ADDR="192.0.2.9").status_code == 303


def test_a_hundred_sign_up_in_an_hour_from_one_room_and_no_more() -> None:
    for n in range(100):
        assert sign_up(Client(), f"pupil-{n}").status_code == 303

    assert sign_up(Client(), "one-more").status_code == 429
    assert User.objects.count() == 100


def test_log_out_ends_the_session_and_leaves_a_guest_alone(client: Client) -> None:
    publish_items()
    answer(client, "b")
    client.post("/account/log-out/")
    assert client.get(Response.objects.get().get_absolute_url()).status_code == 200

    sign_up(client)
    client.post("/account/log-out/")
    assert client.get(Response.objects.get().get_absolute_url()).status_code == 404
    assert "Log in" in client.get("/account/").content.decode()


def test_somebody_who_is_signed_in_is_led_on_from_sign_up(client: Client) -> None:
    make_user()
    log_in(client)

    assert client.get("/account/sign-up/").url == "/account/"
