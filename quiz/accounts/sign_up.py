"""A name and a password for a guest, who stays the same person, or for a visitor."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from quiz.accounts import limits
from quiz.accounts.models import User
from quiz.accounts.names import key_of


class NameTakenError(Exception):
    """Somebody has this name, perhaps in another case."""


def sign_up(
    name: str, password: str, email: str, *, guest: User | None, address: str, at: datetime
) -> User:
    """`guest` with a name, or somebody new.

    Raises LimitExceededError where too many came from `address`, and NameTakenError. Tries with a
    name that is taken count too: nobody may read out who is here.
    """
    with transaction.atomic():
        limits.use(limits.SIGN_UPS, address, at=at)
    if User.objects.filter(name_key=key_of(name)).exists():
        raise NameTakenError
    hashed = make_password(password)  # takes long, so not while others wait to write
    try:
        with transaction.atomic():
            user = _row(guest, at=at)
            user.name, user.email, user.password, user.is_guest = name, email, hashed, False
            user.save()
    except IntegrityError as error:
        raise NameTakenError from error
    return user


def _row(guest: User | None, *, at: datetime) -> User:
    own = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True) if guest else None
    row = own.first() if own is not None else None
    return row or User(created_at=at, active_on=at.date())
