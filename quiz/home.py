"""The front page, and what a monitor asks for."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quiz.accounts.requests import LearnerRequest
from quiz.bank.models import Publication
from quiz.sittings.browse import Filter
from quiz.sittings.lock import locked_questions, running_exam
from quiz.sittings.views.question import current, unanswered


@require_safe
def home(request: LearnerRequest) -> HttpResponse:
    """Two lines on what this is, and a question to answer right there."""
    publication = Publication.latest()
    context = {"shown": None}
    key = running_exam(request)
    is_open = key is None or publication.opening_id not in locked_questions(key)
    if publication.opening_id and publication.questions and is_open:
        context = unanswered(request, current(publication.opening_id), Filter())
    return render(request, "home.html", {**context, "publication": publication, "is_open": is_open})


@require_safe
def healthz(request: LearnerRequest) -> HttpResponse:
    """`status` is "ok"; "stale" where the files on disk have errors and an older bank is served;
    "empty" where there is nothing to serve; "unavailable", with 503, where the database is away."""
    try:
        publication = Publication.latest()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "questions": None, "bank": None}, status=503)
    status = "stale" if publication.problems else "ok"
    if not publication.questions:
        status = "empty"
    return JsonResponse(
        {
            "status": status,
            "questions": publication.questions,
            "bank": publication.digest,
            "problems": len(publication.problems),
        }
    )
