"""What nobody comes back for is deleted, in batches, so that no lock is held for long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from quiz.accounts import limits
from quiz.accounts.models import Allowance, DeviceLink, Session, User

BATCH = 200
_KEPT = timedelta(days=1)
_LONGEST_WINDOW = timedelta(days=1)  # of limits that other rooms may have


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows of each went."""

    guests: int
    sessions: int
    allowances: int
    device_links: int

    def __str__(self) -> str:
        return (
            f"{self.guests} guests, {self.sessions} sessions, "
            f"{self.allowances} allowances, {self.device_links} device links"
        )


def tidy(*, at: datetime) -> Tidied:
    """Delete guests idle for more than GUEST_DAYS, and what has expired."""
    idle = at.date() - timedelta(days=settings.GUEST_DAYS)
    return Tidied(
        guests=_delete(User.objects.guests().filter(active_on__lt=idle)),
        sessions=_delete(Session.objects.filter(expire_date__lte=at)),
        allowances=_delete(_ended(at)),
        device_links=_delete(DeviceLink.objects.filter(expires_at__lte=at)),
    )


def tidy_if_due(*, at: datetime) -> Tidied | None:
    """None where some process has tidied within a day."""
    try:
        with transaction.atomic():
            limits.use(limits.TIDIES, "all", at=at)
    except limits.LimitExceededError:
        return None
    return tidy(at=at)


def _ended(at: datetime) -> models.QuerySet[Allowance]:
    """Allowances whose window ended over a day ago."""
    known = models.Q()
    for limit in limits.ALL:
        known |= models.Q(
            key__startswith=f"{limit.name}:", window_began_at__lt=at - limit.window - _KEPT
        )
    return Allowance.objects.filter(
        known | models.Q(window_began_at__lt=at - _LONGEST_WINDOW - _KEPT)
    )


def _delete(rows: models.QuerySet[Any]) -> int:
    """How many of `rows` went, without what went along with them."""
    found: Sequence[Any] = list(rows.values_list("pk", flat=True))
    for start in range(0, len(found), BATCH):
        # Filtered once more: somebody may have come back since.
        rows.filter(pk__in=found[start : start + BATCH]).delete()
    return len(found)
