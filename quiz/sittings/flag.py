"""Mark a question to come back to, or take the mark away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quiz.accounts.guests import new_guest
from quiz.accounts.models import User
from quiz.bank.models import Question
from quiz.sittings.models import Flag


def flag(
    question: Question, *, is_on: bool, by: User | None, address: str, at: datetime
) -> User | None:
    """Whose flag it is now: None where a visitor took away what was not there.

    Raises LimitExceededError where too many guests came from `address`.
    """
    if by is None and not is_on:
        return None
    with transaction.atomic(durable=True):
        learner = by or new_guest(address, at=at)
        if is_on:
            Flag.objects.get_or_create(
                learner=learner, question=question, defaults={"flagged_at": at}
            )
        else:
            Flag.objects.filter(learner=learner, question=question).delete()
    return learner
