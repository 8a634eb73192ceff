"""End a sitting for good: its answers become responses, and its summary is written."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from quiz.accounts.models import User
from quiz.sittings.events import finished
from quiz.sittings.models import Response, Sitting
from quiz.sittings.result import result_of, summary_of


def finish(sitting: Sitting, *, at: datetime) -> Sitting:
    """Hand in. A second time, and after the deadline, nothing changes but what is still due.

    Raises Sitting.DoesNotExist, as `abandon` does, where it was deleted since.
    """
    with transaction.atomic(durable=True):
        own = Sitting.objects.hold().get(pk=sitting.pk)
        if own.finished_at is None and own.abandoned_at is None:
            _settle(own, at=at)
    return own


def abandon(sitting: Sitting, *, at: datetime) -> Sitting:
    """Kept as abandoned, and not counted. One that has ended stays as it is."""
    with transaction.atomic(durable=True):
        own = Sitting.objects.hold().get(pk=sitting.pk)
        if own.is_running(at):
            own.abandoned_at = at
            own.save(update_fields=["abandoned_at"])
            _release(own)
    return own


def settle_due(learner: User, *, at: datetime) -> None:
    """Write what is due of an exam of the learner's that ended by its deadline.

    Called by whatever the learner does next that writes an answer or begins something. Nothing is
    asked of the database unless the learner's row says that there may be one.
    """
    if not learner.was_busy(at):
        return
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=learner.pk).values_list("pk").first()
        for sitting in Sitting.objects.sat_by(learner).unsettled(at):
            _settle(sitting, at=at)
        User.objects.filter(pk=learner.pk).update(busy_with=None, busy_until=None)
    learner.busy_with = learner.busy_until = None


def due_of(learner: User | None, *, at: datetime) -> dict[str, bool]:
    """What `settle_due` would write: whether each question that was answered is right, by its id.

    For what only reads: an exam past its deadline is finished, whether or not that is written.
    """
    if learner is None or not learner.was_busy(at):
        return {}
    return {
        one.slot.revision.question_id: one.is_correct
        for sitting in Sitting.objects.sat_by(learner).unsettled(at)
        for one in result_of(sitting).marked
        if one.slot.selected
    }


def settle_all(*, at: datetime) -> int:
    """The same for everybody, once a day; how many there were."""
    count = 0
    due = Sitting.objects.unsettled(at)
    for pk in list(due.values_list("pk", flat=True)):
        with suppress(Sitting.DoesNotExist), transaction.atomic(durable=True):
            _settle(due.hold().get(pk=pk), at=at)
            count += 1
    return count


def _settle(sitting: Sitting, *, at: datetime) -> None:
    finished_at = min(at, sitting.deadline_at or at)
    result = result_of(sitting)
    Response.objects.bulk_create(
        Response(
            learner_id=sitting.learner_id,
            question_id=one.slot.revision.question_id,
            slot=one.slot,
            selected=one.slot.selected,
            responded_at=finished_at,
            score=one.grade.score,
            max_score=one.grade.max_score,
            rule=one.grade.rule,
        )
        for one in result.marked
        if one.slot.selected
    )
    close(sitting, summary_of(result), at=finished_at)
    _release(sitting)


def close(sitting: Sitting, summary: dict[str, Any], *, at: datetime) -> None:
    """Write down that it has ended, and what came of it, and tell who listens."""
    sitting.finished_at = at
    sitting.summary = summary
    sitting.save(update_fields=["finished_at", "summary"])
    finished.send(sender=Sitting, sitting=sitting)


def _release(sitting: Sitting) -> None:
    User.objects.filter(pk=sitting.learner_id, busy_with=sitting.key).update(
        busy_with=None, busy_until=None
    )
