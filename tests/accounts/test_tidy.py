"""What is deleted when, what stays, and who does it once a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from quiz import daily
from quiz.accounts import device, limits
from quiz.accounts import tidy as tidying
from quiz.accounts.models import Allowance, DeviceLink, Session, User
from quiz.accounts.tidy import Tidied, tidy, tidy_if_due
from quiz.sittings.models import Response
from tests.factories.accounts import become_guest, make_user
from tests.factories.exams import answer_rightly, begin, publish_exam
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 12, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("days", "gone"), [(400, 0), (401, 1)])
def test_a_guest_idle_for_more_than_400_days_goes(days: int, gone: int) -> None:
    guest = User.objects.create_guest(at=NOW - timedelta(days=days))

    assert tidy(at=NOW).guests == gone
    assert User.objects.filter(pk=guest.pk).exists() != bool(gone)


def test_a_host_chooses_after_how_many_days(settings: Any) -> None:
    settings.GUEST_DAYS = 1
    User.objects.create_guest(at=NOW - timedelta(days=2))

    assert tidy(at=NOW).guests == 1


def test_an_idle_guests_answers_go_along_and_people_with_a_name_stay(client: Client) -> None:
    become_guest(client)
    User.objects.update(active_on="2020-01-01")
    make_user(active_on=datetime(2020, 1, 1, tzinfo=UTC).date())

    assert tidy(at=NOW).guests == 1

    assert User.objects.get().name == "taro"
    assert not Response.objects.exists()


def test_answering_keeps_a_guest(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-01-01T09:00:00Z")
    become_guest(client)
    time_machine.move_to("2026-12-01T09:00:00Z")
    answer(client, "b")

    assert str(User.objects.get().active_on) == "2026-12-01"
    assert tidy(at=datetime(2027, 12, 1, tzinfo=UTC)).guests == 0


def test_more_than_a_batch_goes(monkeypatch: Any) -> None:
    monkeypatch.setattr(tidying, "BATCH", 2)
    for _ in range(5):
        User.objects.create_guest(at=NOW - timedelta(days=500))

    assert tidy(at=NOW).guests == 5
    assert not User.objects.exists()


def test_sessions_and_device_links_go_when_they_have_expired() -> None:
    user = make_user()
    for name, left in (("old", 0), ("new", 1)):
        ends_at = NOW + timedelta(seconds=left)
        Session.objects.create(session_key=name, session_data="", expire_date=ends_at)
        DeviceLink.objects.create(user=user, digest=name, expires_at=ends_at)

    assert tidy(at=NOW) == Tidied(guests=0, sessions=1, allowances=0, device_links=1)
    assert Session.objects.get().pk == "new"
    assert DeviceLink.objects.get().digest == "new"


@pytest.mark.parametrize(
    ("key", "hours"),
    [("account:x", 24.25), ("guest:192.0.2.1", 25), ("tidy:all", 48), ("another-room:x", 48)],
)
def test_an_allowance_goes_a_day_after_its_window(key: str, hours: float) -> None:
    ended = NOW - timedelta(hours=hours)
    Allowance.objects.create(key=key, window_began_at=ended, used=1)
    assert tidy(at=NOW).allowances == 0

    assert tidy(at=NOW + timedelta(seconds=1)).allowances == 1


def test_the_command_says_how_many_of_each(capsys: Any) -> None:
    User.objects.create_guest(at=timezone.now() - timedelta(days=500))
    device.make_link(make_user(), at=timezone.now() - timedelta(hours=1))

    call_command("tidy")

    assert capsys.readouterr().out == (
        "Deleted: 1 guests, 0 sessions, 0 allowances, 1 device links\n"
    )


def test_one_of_all_processes_tidies_and_that_once_a_day() -> None:
    assert tidy_if_due(at=NOW) is not None
    assert tidy_if_due(at=NOW + timedelta(hours=23, minutes=59)) is None
    assert tidy_if_due(at=NOW + timedelta(hours=24)) is not None


@pytest.mark.django_db(transaction=True)
def test_a_failure_while_tidying_is_logged_and_nothing_more(monkeypatch: Any, caplog: Any) -> None:
    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(daily, "tidy_if_due", fail)
    monkeypatch.setattr(daily.connections, "close_all", lambda: None)

    daily.run_once()

    assert "the server goes on" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_exams_that_are_over_are_settled_once_a_day_and_running_ones_left(
    monkeypatch: Any, caplog: Any, client: Client, time_machine: Any
) -> None:
    monkeypatch.setattr(daily.connections, "close_all", lambda: None)
    caplog.set_level("INFO", logger="quiz.daily")
    publish_exam(20)
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    over = begin(client)
    answer_rightly(client, over, range(1, 4))
    time_machine.move_to("2026-11-24T10:30:00Z", tick=False)
    running = begin(Client())

    daily.run_once()

    over.refresh_from_db()
    running.refresh_from_db()
    assert over.finished_at == over.deadline_at
    assert over.summary["correct"] == Response.objects.count() == 3
    assert running.finished_at is None
    assert "settled: 1 exams" in caplog.text

    time_machine.move_to("2026-11-24T20:00:00Z", tick=False)
    daily.run_once()  # within the day
    running.refresh_from_db()
    assert running.finished_at is None


def test_every_limit_is_known_to_the_tidying() -> None:
    made = {value for value in vars(limits).values() if isinstance(value, limits.Limit)}

    assert made == set(limits.ALL)
