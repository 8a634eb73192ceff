"""What a guest did goes to the account that the guest turns out to have."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from quiz.accounts.events import merged
from quiz.accounts.models import User
from quiz.sittings.models import Flag, Response, Sitting, Slot


@receiver(merged)
def move_sittings(sender: Any, guest: User, into: User, **kwargs: Any) -> None:
    """A flag on what `into` has flagged as well stays behind, and goes with the guest."""
    for model in (Sitting, Slot, Response):
        model._default_manager.filter(learner=guest).update(learner=into)
    flagged = Flag.objects.set_by(into).values("question")
    Flag.objects.set_by(guest).exclude(question__in=flagged).update(learner=into)
