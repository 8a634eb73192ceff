"""People with an account, and coming in as a browser does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from quiz.accounts.models import User
from tests.factories.bank import publish_items
from tests.factories.sittings import answer

PASSWORD = "correct horse battery"
MADE_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_user(name: str = "taro", **overrides: Any) -> User:
    values: dict[str, Any] = {"password": PASSWORD, "created_at": MADE_AT}
    return User.objects.create_user(name, **{**values, **overrides})


def log_in(client: Client, name: str = "taro", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/account/log-in/", {"name": name, "password": password}, **extra)


def sign_up(client: Client, name: str = "hanako", **overrides: Any) -> Any:
    values = {"name": name, "password": PASSWORD, "password_again": PASSWORD, "email": ""}
    return client.post("/account/sign-up/", {**values, **overrides})


def become_guest(client: Client) -> User:
    """Answer one question, which makes a guest of a visitor."""
    publish_items()
    answer(client, "b")
    return who(client)


def who(client: Client) -> User:
    """Whom the browser's session belongs to."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def is_signed_in(client: Client) -> bool:
    """As the next request finds it."""
    return client.get("/account/data.json").status_code == 200
