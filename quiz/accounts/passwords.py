"""Whether a name and a password belong together, for so many tries and no more."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from quiz.accounts import limits
from quiz.accounts.models import User


def whose(request: HttpRequest, name: str, password: str, *, at: datetime) -> User | None:
    """The person whom `name` and `password` open; None where they do not fit, whatever the reason.

    The try counts as a failure before the password is looked at, and is given back where it fits:
    guesses sent at the same time are all counted, and a class that logs in is not held up.

    Raises LimitExceededError when the failures of the account or of the address are spent.
    """
    account, address = limits.account_place(name), limits.address_of(request)
    with transaction.atomic():
        limits.use(limits.ACCOUNT_FAILURES, account, at=at)
        limits.use(limits.ADDRESS_FAILURES, address, at=at)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        return None
    with transaction.atomic():
        limits.give_back(limits.ACCOUNT_FAILURES, account)
        limits.give_back(limits.ADDRESS_FAILURES, address)
    return user
