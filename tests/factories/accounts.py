"""People with an account."""

from __future__ import annotations

from typing import Any

from django.test import Client

from quiz.accounts.models import User
from tests.factories.bank import PUBLISHED_AT

PASSWORD = "a long enough secret"


def make_user(name: str = "taro", **overrides: Any) -> User:
    values: dict[str, Any] = {"created_at": PUBLISHED_AT, "password": PASSWORD}
    return User.objects.create_user(name, **{**values, **overrides})


def log_in(client: Client, name: str = "taro", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/account/log-in/", {"name": name, "password": password}, **extra)


def sign_up(client: Client, name: str = "hanako", password: str = PASSWORD, **fields: Any) -> Any:
    data = {"name": name, "password": password, "password_again": password, **fields}
    return client.post("/account/sign-up/", data)
