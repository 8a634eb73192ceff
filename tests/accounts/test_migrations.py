from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_who_was_here_before_stays_signed_in_and_is_named_in_any_case() -> None:
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate([("accounts", "0001_initial")])
    before = [("accounts", "0001_initial"), ("sessions", "0001_initial")]
    old = MigrationExecutor(connection).loader.project_state(before).apps
    people = old.get_model("accounts", "User").objects
    guest = people.create(is_guest=True, created_at=AT, password="!guest")
    named = people.create(name="Änne", created_at=AT, password="x")
    sessions = old.get_model("sessions", "Session").objects
    try:
        from quiz.accounts.models import Session, User

        hashed = User(pk=guest.pk, password="!guest").get_session_auth_hash()
        data = {
            "_auth_user_id": str(guest.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": hashed,
        }
        soon = datetime.now(UTC) + timedelta(days=1)
        for key, held in (("of-the-guest", data), ("of-nobody", {}), ("broken", None)):
            text = "?" if held is None else SessionStore().encode(held)
            sessions.create(session_key=key, session_data=text, expire_date=soon)
        MigrationExecutor(connection).migrate(newest)

        assert User.objects.get(pk=guest.pk).active_on == date(2026, 3, 1)
        assert User.objects.get(name_key="änne").pk == named.pk
        owners = dict(Session.objects.values_list("session_key", "user"))
        assert owners == {"of-the-guest": guest.pk, "of-nobody": None, "broken": None}
        assert not sessions.exists()
        client = Client()
        client.cookies["sessionid"] = "of-the-guest"
        assert client.get("/account/data.json").status_code == 200
    finally:
        MigrationExecutor(connection).migrate(newest)
