"""A lost password: by e-mail where the host can send any, else by a link from the host."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from quiz.accounts.models import Allowance, User
from tests.factories.accounts import PASSWORD, become_guest, is_signed_in, log_in, make_user, who

pytestmark = pytest.mark.django_db

NEW = {"new_password1": "a brand new one", "new_password2": "a brand new one"}


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies["django_language"] = "en"
    settings.HAS_EMAIL = True


def ask(client: Client, email: str = "taro@example.com") -> Any:
    response = client.post("/account/reset/", {"email": email})
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    return response


def link_in(text: str) -> str:
    match = re.search(r"https?://[^/\s]+(/account/reset/\S+)", text)
    assert match, text
    return match[1]


def open_link(client: Client, link: str) -> str:
    """The address of the form behind the link; Django takes the token out of the address."""
    chain = client.get(link, follow=True).redirect_chain
    return str(chain[-1][0]) if chain else ""


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("en", "A new password for SAA Quiz", "Hello Taro"),
        ("ja", "SAA Quiz のパスワード再設定", "Taro さん"),
    ],
)
def test_a_link_comes_by_mail_in_the_language_of_the_page(
    client: Client, language: str, subject: str, says: str
) -> None:
    client.cookies["django_language"] = language
    make_user("Taro", email="taro@example.com")

    response = ask(client, "TARO@example.com")

    assert response.url == "/account/reset/sent/"
    assert client.get(response.url).status_code == 200
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == (subject, ["taro@example.com"])
    assert says in sent.body
    assert sent.content_subtype == "plain"


def test_the_link_sets_a_new_password_once(client: Client) -> None:
    make_user("Taro & <b>", email="taro@example.com")
    signed_in = Client()
    log_in(signed_in, "Taro & <b>")
    ask(client)
    link = link_in(mail.outbox[0].body)
    assert "Taro & <b>" in mail.outbox[0].body

    where = open_link(client, link)
    done = client.post(where, NEW)

    assert done.url == "/account/reset/done/"
    assert client.get(done.url).status_code == 200
    assert log_in(client, "Taro & <b>", NEW["new_password1"]).status_code == 303
    assert not is_signed_in(signed_in)
    page = Client().get(link, headers={"accept-language": "en"}).content.decode()
    assert "does not work any more" in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"new_password1": "", "new_password2": ""}, "Enter a password."),
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({**NEW, "new_password2": "differs"}, "The two passwords differ."),
    ],
)
def test_a_new_password_that_will_not_do_is_said_so(
    client: Client, data: dict[str, str], says: str
) -> None:
    user = make_user(email="taro@example.com")
    ask(client)

    page = client.post(open_link(client, link_in(mail.outbox[0].body)), data)

    assert says in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_nobody_learns_whether_an_address_is_known(client: Client) -> None:
    make_user(email="taro@example.com")
    make_user("off", email="off@example.com", is_active=False)

    known, unknown, off = (ask(client, f"{name}@example.com") for name in ("taro", "no", "off"))

    assert known.status_code == unknown.status_code == off.status_code == 302
    assert known.url == unknown.url == off.url
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("email", "says"), [("", "Enter an e-mail"), ("nobody", "not an e-mail"), ("a\0@b.c", "e-mail")]
)
def test_what_is_no_address_is_said_so(client: Client, email: str, says: str) -> None:
    page = ask(client, email)

    assert page.status_code == 200
    assert says in page.content.decode()


def test_the_link_leads_to_the_public_address_whatever_host_was_named(
    client: Client, settings: Any
) -> None:
    settings.CONFIG = replace(settings.CONFIG, public_url="https://quiz.example.com")
    settings.ALLOWED_HOSTS = ["localhost"]
    make_user(email="taro@example.com")

    client.post("/account/reset/", {"email": "taro@example.com"}, headers={"host": "localhost"})
    ask(Client(), "none@example.com")

    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    assert "https://quiz.example.com/account/reset/" in mail.outbox[0].body


def test_a_mail_server_that_is_away_holds_up_nobody(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_user(email="taro@example.com")

    assert ask(client).status_code == 302


def test_twenty_mails_an_hour_are_asked_for_from_one_address_and_no_more(client: Client) -> None:
    ask(client)
    Allowance.objects.filter(key__startswith="reset:").update(used=19)

    assert ask(client).status_code == 302
    refused = ask(client)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600


def test_without_mail_the_host_is_to_be_asked(client: Client, settings: Any) -> None:
    settings.HAS_EMAIL = False

    assert client.get("/account/reset/").status_code == 404
    assert client.post("/account/reset/", {"email": "a@example.com"}).status_code == 404
    page = client.get("/account/log-in/").content.decode()
    assert "Ask the host" in page
    assert "/account/reset/" not in page


@pytest.mark.parametrize("link", ["x/y", "MQ/set-password", "%F0/abc", "MTAwMDAwMDAwMDAwMDAw/a"])
def test_a_forged_link_opens_nothing(client: Client, link: str) -> None:
    make_user()

    for method in ("get", "post"):
        page = getattr(client, method)(f"/account/reset/{link}/", NEW)
        assert page.status_code == 200
        assert "does not work any more" in page.content.decode()


def said_by(*args: str, capsys: Any) -> str:
    call_command(*args)
    return str(capsys.readouterr().out).strip()


def test_the_host_prints_a_link_for_somebody(client: Client, settings: Any, capsys: Any) -> None:
    user = make_user("Taro")
    settings.SITE_URL = "http://192.0.2.1:8000"

    printed = said_by("reset_link", "TARO", capsys=capsys)

    assert printed.startswith("http://192.0.2.1:8000/account/reset/")
    client.post(open_link(client, link_in(printed)), NEW)
    log_in(client, "taro", NEW["new_password1"])
    assert who(client) == user


@pytest.mark.parametrize("name", ["nobody", "", "off"])
def test_no_link_is_printed_for_nobody(name: str) -> None:
    make_user("off", is_active=False)
    become_guest(Client())

    with pytest.raises(CommandError) as refused:
        call_command("reset_link", name)

    assert len(str(refused.value).splitlines()) == 1
    assert refused.value.returncode == 1


def test_an_account_is_added_and_its_owner_sets_the_password(client: Client, capsys: Any) -> None:
    printed = said_by("add_user", " 花子 ", "--email", "h@example.com", "--staff", capsys=capsys)

    user = User.objects.get()
    assert (user.name, user.email, user.is_staff, user.is_guest) == (
        *("花子", "h@example.com", True),
        False,
    )
    assert not user.is_superuser
    assert len(printed.splitlines()) == 1
    client.post(open_link(client, link_in(printed)), NEW)
    log_in(client, "花子", NEW["new_password1"])
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(
    "args",
    [
        ["taro"],
        ["TARO"],
        [""],
        [" "],
        ["a\tb"],
        ["x" * 151],
        ["new", "--email", "nobody"],
    ],
    ids=repr,
)
def test_an_account_that_cannot_be_is_one_clear_line(args: list[str]) -> None:
    make_user()

    with pytest.raises(CommandError) as refused:
        call_command("add_user", *args)

    assert len(str(refused.value).splitlines()) == 1
    assert refused.value.returncode == 1
    assert User.objects.count() == 1
