"""What a guest did goes to the account that the guest turns out to have."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from quiz.accounts.events import merged
from quiz.accounts.models import User
from quiz.sittings.models import DrillRun, Flag, Response, Sitting, Slot
from quiz.sittings.settle import settle_due


@receiver(merged)
def move_sittings(sender: Any, guest: User, into: User, **kwargs: Any) -> None:
    """A flag that `into` has set as well stays behind, and goes with the guest."""
    _hand_over(guest, into)
    for model in (Sitting, Slot, Response, DrillRun):
        model._default_manager.filter(learner=guest).update(learner=into)
    flagged = Flag.objects.set_by(into).values("question")
    Flag.objects.set_by(guest).exclude(question__in=flagged).update(learner=into)


def _hand_over(guest: User, into: User) -> None:
    """A running exam goes on in the account; of two, the account's own."""
    now = timezone.now()
    settle_due(guest, at=now)
    if guest.busy_at(now) is None:
        return
    if into.busy_at(now) is None:
        into.busy_with, into.busy_until = guest.busy_with, guest.busy_until
        guest.busy_with = guest.busy_until = None  # one running exam is named once
        into.save(update_fields=["busy_with", "busy_until"])
    else:
        own = Sitting.objects.filter(key=guest.busy_with, deadline_at__gt=now)
        own.update(abandoned_at=now)
