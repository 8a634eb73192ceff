from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from quiz.accounts.models import Allowance, DeviceLink, Session, User
from quiz.sittings.models import Response
from tests.factories.accounts import log_in, make_user
from tests.factories.bank import publish_items
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db
NEW = "quite another secret"


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=said)
    return said.getvalue().strip()


def set_password(link: str) -> Any:
    client = Client()
    path = "/" + link.split("/", 3)[3]
    form = client.get(path).headers["Location"]
    return client.post(form, {"new_password1": NEW, "new_password2": NEW})


def test_add_user_prints_a_link_that_sets_the_password() -> None:
    link = run("add_user", "Hanako", "--email", "hanako@example.com", "--staff")

    user = User.objects.get()
    assert (user.name, user.email, user.is_staff) == ("Hanako", "hanako@example.com", True)
    assert link.startswith("http://127.0.0.1:8000/account/reset/")
    assert set_password(link).status_code == 302
    assert log_in(Client(), "hanako", NEW).status_code == 303


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("TARO",), "taken"),
        (("a\x07b",), "control"),
        (("x" * 151,), "150"),
        (("mail", "--email", "nobody"), "valid email"),
    ],
)
def test_add_user_says_in_one_line_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    make_user("taro")

    with pytest.raises(CommandError, match=said) as error:
        run("add_user", *arguments)
    assert "\n" not in str(error.value)
    assert User.objects.count() == 1


def test_reset_link_prints_a_link_for_somebody_who_is_there() -> None:
    make_user()

    assert set_password(run("reset_link", "TARO")).status_code == 302
    assert log_in(Client(), password=NEW).status_code == 303
    with pytest.raises(CommandError, match="nobody"):
        run("reset_link", "nobody")


def test_tidy_takes_what_nobody_comes_back_for_and_nothing_else(settings: Any) -> None:
    publish_items()
    idle, recent = Client(), Client()
    answer(idle, "b")
    answer(recent, "b")
    old = timezone.now() - timedelta(days=401)
    User.objects.filter(pk=Response.objects.order_by("responded_at")[0].learner_id).update(
        active_on=old.date()
    )
    make_user(active_on=old.date())
    Session.objects.create(session_key="x", session_data="", expire_date=old)
    DeviceLink.objects.create(user=make_user("other"), digest="d", expires_at=old)
    Allowance.objects.create(key="guest:192.0.2.1", window_began_at=old, used=1)

    said = run("tidy")

    assert said == "Deleted: 1 guests, 1 sessions, 1 allowances, 1 device links"
    assert User.objects.guests().count() == Response.objects.count() == 1
    assert User.objects.named().count() == 2
    assert recent.get(Response.objects.get().get_absolute_url()).status_code == 200
    settings.GUEST_DAYS = 1
    assert run("tidy").startswith("Deleted: 0 guests")


def test_a_guest_who_answers_again_is_not_idle(client: Client, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 1, 1, tzinfo=UTC))
    publish_items()
    answer(client, "b")
    time_machine.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    answer(client, "b")
    time_machine.move_to(datetime(2027, 3, 1, tzinfo=UTC))

    assert run("tidy").startswith("Deleted: 0 guests")
