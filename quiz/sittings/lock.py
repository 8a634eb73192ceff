"""While a mock exam runs, nothing that tells its key is shown to who sits it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.bank.models import ComparisonUse, items_of
from quiz.sittings.models import Slot


def running_exam(request: LearnerRequest) -> UUID | None:
    """The key of the exam that the learner sits now; asks the database for nothing."""
    learner = learner_of(request)
    if learner is None or learner.busy_until is None:
        return None
    return learner.busy_at(timezone.now())


def locked_questions(key: UUID) -> list[str]:
    """The ids of the questions that the exam asks."""
    slots = Slot.objects.filter(sitting__key=key)
    return list(slots.values_list("revision__question_id", flat=True))


def locked_comparisons(key: UUID) -> frozenset[str]:
    """The ids of those that its questions name: as they are asked there, and as they are now."""
    slots = Slot.objects.filter(sitting__key=key)
    rows = slots.values_list("revision_id", "revision__digest", "revision__question_id")
    asked = {revision: (digest, question) for revision, digest, question in rows}
    items = items_of((revision, digest) for revision, (digest, _) in asked.items())
    now = ComparisonUse.objects.filter(question__in=[question for _, question in asked.values()])
    return frozenset(now.values_list("comparison", flat=True)).union(
        *(item.comparisons for item in items.values())
    )


def untold(request: LearnerRequest) -> frozenset[str]:
    """The comparisons that no explanation may show now; nothing is asked where no exam runs."""
    key = running_exam(request)
    return locked_comparisons(key) if key else frozenset()


def locked(
    request: LearnerRequest, *, question: str = "", comparison: str = ""
) -> HttpResponse | None:
    """The page that stands in for the question's or the comparison's; None where that is open."""
    key = running_exam(request)
    if key is None:
        return None
    if comparison:
        is_locked = comparison in locked_comparisons(key)
    else:
        is_locked = question in locked_questions(key)
    if not is_locked:
        return None
    response = render(request, "sittings/locked.html", {"key": key})
    if request.htmx:  # a whole page, not a part to be put into this one
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response
