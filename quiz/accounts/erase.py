"""A person goes, and all that was kept about them."""

from __future__ import annotations

from django.db import transaction

from quiz.accounts import limits
from quiz.accounts.models import User


def erase(user: User) -> None:
    """Every row that refers to `user` goes with theirs; what names no row is deleted here."""
    with transaction.atomic():
        # What writes for a person takes their row first, and waits here, or this waits for it.
        User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()
        limits.forget(user)
        user.delete()
