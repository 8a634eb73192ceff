"""People without an account: the first thing they do that is kept makes them a guest."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from quiz.accounts import limits
from quiz.accounts.models import User


def check_welcome() -> None:
    """Raises PermissionDenied where this host takes people with an account only."""
    if not settings.GUESTS:
        raise PermissionDenied(_("This host takes answers from people with an account only."))


def new_guest(address: str, *, at: datetime) -> User:
    """A guest at `address`, inside the transaction of what they do.

    Raises LimitExceededError where too many came from there.
    """
    limits.use(limits.NEW_GUESTS, address, at=at)
    return User.objects.create_guest(at=at)
