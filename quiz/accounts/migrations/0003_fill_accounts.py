"""Who was here before: active when they came, named without regard to case, still signed in."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.db.models.functions import TruncDate

BATCH = 500


def fill_users(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("accounts", "User").objects
    users.update(active_on=TruncDate("created_at"))
    for user in users.exclude(name=None).only("name").iterator():
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", user.name).casefold())
        users.filter(pk=user.pk).update(name_key=key)


def move_sessions(apps: Any, schema_editor: Any) -> None:
    """Both stores sign alike, so that nobody has to sign in again."""
    here = apps.get_model("accounts", "Session").objects
    there = apps.get_model("sessions", "Session").objects
    store = SessionStore()
    while rows := list(there.order_by("pk")[:BATCH]):
        here.bulk_create(
            here.model(
                session_key=row.session_key,
                session_data=row.session_data,
                expire_date=row.expire_date,
                user_id=store.decode(row.session_data).get(SESSION_KEY),
            )
            for row in rows
        )
        there.filter(pk__in=[row.pk for row in rows]).delete()


def move_sessions_back(apps: Any, schema_editor: Any) -> None:
    here = apps.get_model("accounts", "Session").objects
    there = apps.get_model("sessions", "Session").objects
    while rows := list(here.order_by("pk")[:BATCH]):
        there.bulk_create(
            there.model(
                session_key=row.session_key,
                session_data=row.session_data,
                expire_date=row.expire_date,
            )
            for row in rows
        )
        here.filter(pk__in=[row.pk for row in rows]).delete()


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_accounts")]

    operations = [
        migrations.RunPython(fill_users, migrations.RunPython.noop),
        migrations.RunPython(move_sessions, move_sessions_back),
    ]
