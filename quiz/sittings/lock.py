"""While a mock exam runs, nothing that tells its key is shown to who sits it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.bank.models import ComparisonUse
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


def locked(
    request: LearnerRequest, *, question: str = "", comparison: str = ""
) -> HttpResponse | None:
    """The page that stands in for the question's or the comparison's; None where that is open."""
    key = running_exam(request)
    if key is None:
        return None
    questions = locked_questions(key)
    is_locked = question in questions
    if comparison:
        uses = ComparisonUse.objects.filter(comparison=comparison, question__in=questions)
        is_locked = uses.exists()
    if not is_locked:
        return None
    response = render(request, "sittings/locked.html", {"key": key})
    if request.htmx:  # a whole page, not a part to be put into this one
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response
