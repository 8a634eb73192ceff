"""One's own account: what it offers to whom, e-mail, password, data, deletion."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client

from quiz.accounts.models import Allowance, DeviceLink, Session, User
from quiz.sittings.models import Flag, Response, Sitting, Slot
from tests.factories.accounts import (
    MADE_AT,
    PASSWORD,
    become_guest,
    is_signed_in,
    log_in,
    make_user,
    sign_up,
    who,
)
from tests.factories.bank import publish_items
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db

NEW = "another good password"


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_visitor_is_offered_to_come_in_and_the_switches(client: Client) -> None:
    page = text_of(client.get("/account/"))

    assert 'href="/account/log-in/"' in page
    assert 'href="/account/sign-up/"' in page
    for value in ("system", "light", "dark", "ja", "en"):
        assert f'value="{value}"' in page
    for own in ("data.json", "/account/delete/", "/account/device/", "/account/password/"):
        assert own not in page


def test_a_guest_is_told_that_only_this_browser_holds_the_answers(client: Client) -> None:
    become_guest(client)

    page = text_of(client.get("/account/"))

    assert "held by this browser alone" in page
    for own in ("/account/sign-up/", "/account/log-in/", "/account/device/", "data.json"):
        assert own in page
    assert "/account/delete/" in page
    assert "/account/password/" not in page
    assert "/account/log-out/" not in page


def test_somebody_with_an_account_finds_everything(client: Client) -> None:
    client.force_login(make_user("Taro", email="taro@example.com"))

    page = text_of(client.get("/account/"))

    for shown in ("Taro", "taro@example.com", "Nov. 24, 2026"):
        assert shown in page
    for path in ("email", "password", "log-out", "device", "delete", "data.json"):
        assert f"/account/{path}" in page
    assert "/people/" not in page


def test_staff_find_the_way_to_the_people(client: Client) -> None:
    client.force_login(make_user(is_staff=True))

    assert "/people/" in text_of(client.get("/account/"))


@pytest.mark.parametrize("path", ["/account/email/", "/account/password/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_needs_an_account_leads_guests_and_visitors_to_log_in(
    client: Client, path: str, method: str
) -> None:
    assert getattr(client, method)(path).url == f"/account/log-in/?next={path}"
    become_guest(client)
    assert getattr(client, method)(path).url == f"/account/log-in/?next={path}"


def test_the_e_mail_address_can_be_changed_and_removed(client: Client) -> None:
    client.force_login(make_user())

    response = client.post("/account/email/", {"email": "a@example.com", "password": PASSWORD})
    assert (response.status_code, response.url) == (303, "/account/")
    assert User.objects.get().email == "a@example.com"

    client.post("/account/email/", {"email": "", "password": PASSWORD})
    assert User.objects.get().email == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"email": "nobody", "password": PASSWORD}, "not an e-mail address"),
        ({"email": "a@example.com", "password": "wrong"}, "not your current password"),
        ({"email": "a@example.com"}, "Enter the password."),
    ],
)
def test_a_wrong_e_mail_change_changes_nothing(
    client: Client, data: dict[str, str], says: str
) -> None:
    client.force_login(make_user(email="old@example.com"))

    page = client.post("/account/email/", data)

    assert says in text_of(page)
    assert User.objects.get().email == "old@example.com"


def change_password(client: Client, **overrides: str) -> Any:
    data = {"password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    return client.post("/account/password/", {**data, **overrides})


def test_a_new_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user = make_user()
    log_in(client)
    other = Client()
    log_in(other)

    response = change_password(client)

    assert response.url == "/account/password/done/"
    assert client.get(response.url).status_code == 200
    assert is_signed_in(client)
    assert not is_signed_in(other)
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"password": "wrong"}, "not your current password"),
        ({"password": ""}, "Enter the password."),
        ({"new_password1": ""}, "Enter a password."),
        ({"new_password2": ""}, "Enter the password once more."),
        ({"new_password2": "differs from it"}, "The two passwords differ."),
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({"new_password1": "password1", "new_password2": "password1"}, "too common"),
    ],
)
def test_a_wrong_password_change_changes_nothing(
    client: Client, overrides: dict[str, str], says: str
) -> None:
    user = make_user()
    client.force_login(user)

    page = change_password(client, **overrides)

    assert page.status_code == 200
    assert says in text_of(page)
    assert text_of(page).count("autofocus") == 1
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/account/password/", {"new_password1": NEW, "new_password2": NEW}),
        ("/account/email/", {"email": "a@example.com"}),
        ("/account/delete/", {}),
    ],
)
def test_passwords_cannot_be_guessed_from_inside_either(
    client: Client, path: str, data: dict[str, str]
) -> None:
    client.force_login(make_user())

    statuses = [client.post(path, {**data, "password": "no"}).status_code for _ in range(10)]
    refused = client.post(path, {**data, "password": PASSWORD})

    assert statuses == [200] * 10
    assert refused.status_code == 429
    assert User.objects.get().check_password(PASSWORD)


def test_own_data_is_everything_but_keys(client: Client) -> None:
    revision = publish_items()
    answer(client, "a")
    sign_up(client, "花子", email="h@example.com")
    user = who(client)
    Flag.objects.create(learner=user, question_id="demo-question", flagged_at=MADE_AT)
    client.post("/account/device/")
    outsider = Client()
    answer(outsider, "b")

    response = client.get("/account/data.json")

    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    data = json.loads(response.content)
    assert data["account"]["name"] == "花子"
    assert "花子" in text_of(response)
    assert data["account"]["email"] == "h@example.com"
    [own] = data["responses"]
    slot = Slot.objects.get(learner=user)
    assert own["question"] == "demo-question"
    assert own["revision"] == revision.digest
    assert own["options_shown"] == list(slot.option_order)
    assert (own["selected"], own["score"], own["max_score"]) == (["a"], 0, 1)
    assert own["responded_at"]
    assert data["flags"] == [{"question": "demo-question", "flagged_at": "2026-11-24T09:00:00Z"}]
    assert len(data["sessions"]) == len(data["device_links"]) == 1
    for secret in (user.password, client.session.session_key, DeviceLink.objects.get().digest):
        assert secret not in text_of(response)


def test_own_data_is_not_found_for_a_visitor(client: Client) -> None:
    assert client.get("/account/data.json").status_code == 404


@pytest.mark.parametrize("answers", [1, 3])
def test_own_data_takes_eleven_queries(
    client: Client, answers: int, django_assert_num_queries: Any
) -> None:
    publish_items()
    for _ in range(answers):
        answer(client, "b")

    with django_assert_num_queries(11):
        client.get("/account/data.json")


def rows_about(user_id: int) -> dict[str, int]:
    """Rows that refer to the user, by model: read from the models, so that new ones count too."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is User:
                count = model._default_manager.filter(**{field.name: user_id}).count()
                found[f"{model.__name__}.{field.name}"] = count
    return found


def leave_traces(client: Client) -> User:
    publish_items()
    answer(client, "a")
    user = who(client)
    Flag.objects.create(learner=user, question_id="demo-question", flagged_at=MADE_AT)
    Sitting.objects.create(learner=user, began_at=MADE_AT)
    client.post("/account/device/")
    Client().force_login(user)
    return user


def test_a_guest_deletes_everything_without_a_password(client: Client) -> None:
    user = leave_traces(client)
    other = Client()
    answer(other, "b")
    before = rows_about(user.pk)
    assert {"Response.learner", "Slot.learner", "Flag.learner", "Session.user"} <= before.keys()
    assert sum(count > 0 for count in before.values()) >= 6

    response = client.post("/account/delete/")

    assert (response.status_code, response.url) == (303, "/account/deleted/")
    assert "Everything is deleted" in text_of(client.get(response.url))
    assert set(rows_about(user.pk).values()) == {0}
    assert not is_signed_in(client)
    assert Response.objects.get().learner == who(other)


def test_an_account_is_deleted_with_the_password_and_leaves_no_row(client: Client) -> None:
    leave_traces(client)
    sign_up(client, "hanako")
    user = who(client)
    log_in(Client(), "hanako", "wrong")
    kept = {row.key for row in Allowance.objects.all() if row.key.startswith(("guest", "sign-up"))}

    response = client.post("/account/delete/", {"password": PASSWORD})

    assert response.url == "/account/deleted/"
    assert set(rows_about(user.pk).values()) == {0}
    assert not User.objects.exists()
    assert not Session.objects.exists()
    left = set(Allowance.objects.values_list("key", flat=True))
    assert left == kept | {"address:127.0.0.1"}


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_nothing_is_deleted(client: Client, password: str) -> None:
    client.force_login(make_user())

    page = client.post("/account/delete/", {"password": password})

    assert page.status_code == 200
    assert "problem" in text_of(page)
    assert User.objects.exists()
    assert is_signed_in(client)


def test_asking_to_delete_deletes_nothing_and_offers_the_data_first(client: Client) -> None:
    client.force_login(make_user())

    page = text_of(client.get("/account/delete/"))

    assert page.index("/account/data.json") < page.index('name="password"')
    assert User.objects.exists()


def test_a_visitor_has_nothing_to_delete(client: Client) -> None:
    assert client.post("/account/delete/").url == "/account/log-in/?next=/account/delete/"


def test_a_session_whose_person_is_gone_is_nobodys(client: Client) -> None:
    user = become_guest(client)
    key = client.session.session_key
    row = Session.objects.get(pk=key)
    user.delete()
    row.save(force_insert=True)

    assert not is_signed_in(client)
    assert client.get("/account/").status_code == 200
    assert answer(client, "b").status_code == 303


@pytest.mark.parametrize(
    "path", ["/account/", "/account/email/", "/account/password/", "/account/delete/"]
)
def test_a_page_about_oneself_takes_two_queries(
    client: Client, path: str, django_assert_num_queries: Any
) -> None:
    client.force_login(make_user())

    with django_assert_num_queries(2):
        assert client.get(path).status_code == 200
