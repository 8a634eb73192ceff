"""Work through a practice set: each answer is graded at once and for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quiz.accounts.models import User
from quiz.assessment.scoring import Score
from quiz.bank.models import Revision
from quiz.sittings.enter import OverError
from quiz.sittings.models import Response, Sitting, Slot
from quiz.sittings.respond import record
from quiz.sittings.settle import close, settle_due


class Done(NamedTuple):
    """A question of a set that was answered."""

    position: int
    question: str
    domain: str
    is_correct: bool


def done_in(sitting: Sitting) -> list[Done]:
    """Those that were answered, by position; one query."""
    rows = Response.objects.filter(slot__sitting=sitting).order_by("slot__position")
    fields = ("slot__position", "question_id", "slot__domain", "score", "max_score")
    return [
        Done(position, question, domain, score == most)
        for position, question, domain, score, most in rows.values_list(*fields)
    ]


def onward(
    sitting: Sitting, done: Collection[Done], after: int = 0, *, locked: Collection[str] = ()
) -> int | None:
    """The position to go on to; None for the summary.

    While the set is open that is the next without an answer, from the start again where none
    follows, and rather one whose question is not `locked`; of a finished one only what was
    answered is there to be seen.
    """
    answered = {one.position for one in done}
    if sitting.finished_at:
        return min((position for position in answered if position > after), default=None)
    left = set(range(1, sitting.items + 1)) - answered
    if locked:
        left = left - _asking(sitting, locked) or left
    return min(left, key=lambda position: (position <= after, position), default=None)


def _asking(sitting: Sitting, questions: Collection[str]) -> set[int]:
    slots = Slot.objects.filter(sitting=sitting, revision__question__in=questions)
    return set(slots.values_list("position", flat=True))


def answer(slot: Slot, revision: Revision, selected: Collection[str], *, at: datetime) -> Response:
    """The first response to `slot`, whatever a later one selects. The last of a set ends it.

    `revision` is the slot's. `slot.sitting` is then as it stands after that.

    Raises OverError where the set was finished without an answer to this, and
    Sitting.DoesNotExist, as `finish_practice` does, where it was deleted since.
    """
    with transaction.atomic(durable=True):
        slot.sitting = sitting = Sitting.objects.hold().get(pk=slot.sitting_id or 0)
        settle_due(sitting.learner, at=at)
        if first := response_to(slot):
            return first
        if sitting.finished_at:
            raise OverError(slot)
        response = record(slot, revision, selected, at=at)
        done = done_in(sitting)
        if len(done) == sitting.items:
            close(sitting, summary_of(done), at=at)
    return response


def response_to(slot: Slot) -> Response | None:
    response = Response.objects.filter(slot=slot).first()
    if response:
        response.slot = slot
    return response


def finish_practice(sitting: Sitting, *, at: datetime) -> None:
    """What was not answered does not count. A second time nothing changes."""
    with transaction.atomic(durable=True):
        own = Sitting.objects.hold().get(pk=sitting.pk)
        if own.finished_at is None:
            close(own, summary_of(done_in(own)), at=at)


def summary_of(done: Collection[Done]) -> dict[str, Any]:
    """As `result.summary_of`, of what was answered."""
    return {
        "correct": sum(one.is_correct for one in done),
        "scored": len(done),
        "answered": len(done),
        "domains": {
            domain: [score.correct, score.total] for domain, score in by_domain(done).items()
        },
    }


def by_domain(done: Collection[Done]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for one in sorted(done, key=lambda one: one.domain):
        before = scores.get(one.domain, Score(0, 0))
        scores[one.domain] = Score(before.correct + one.is_correct, before.total + 1)
    return scores


def open_sets(learner: User | None) -> QuerySet[Sitting]:
    """The learner's sets that are not finished, the latest first, with `answered` of each."""
    responses = Response.objects.filter(slot__sitting=OuterRef("pk")).values("slot__sitting")
    count: Any = responses.annotate(count=Count("pk")).values("count")
    own = Sitting.objects.sat_by(learner).filter(kind=Sitting.PRACTICE, finished_at=None)
    return own.annotate(answered=Coalesce(Subquery(count), 0)).order_by("-began_at")
