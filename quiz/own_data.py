"""All that is kept about a learner, as one file of JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from quiz.accounts.models import User
from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.sittings.models import DrillResponse, DrillRun, Flag, Response


@require_safe
def own_data(request: LearnerRequest) -> HttpResponse:
    """As a download; 404 for a visitor, about whom nothing is kept."""
    learner = learner_of(request)
    if learner is None:
        raise Http404("nothing is kept about a visitor")
    data = {
        "account": _account(learner),
        "responses": _responses(learner),
        "flags": list(
            Flag.objects.set_by(learner).order_by("flagged_at").values("question_id", "flagged_at")
        ),
        "drills": _drills(learner),
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="saa-quiz.json"'
    return response


def _account(learner: User) -> dict[str, Any]:
    names = (
        *("name", "email", "is_guest", "is_staff", "is_active"),
        *("created_at", "active_on", "last_login"),
    )
    return {name: getattr(learner, name) for name in names}


def _responses(learner: User) -> list[dict[str, Any]]:
    """Each with what was asked: the revision by its digest, the options in the order shown."""
    responses = Response.objects.sat_by(learner).select_related("slot__revision")
    return [
        {
            "id": response.pk,
            "question": response.question_id,
            "revision": response.slot.revision.digest,
            "options_shown": response.slot.option_order,
            "selected": response.selected,
            "score": response.score,
            "max_score": response.max_score,
            "rule": response.rule,
            "responded_at": response.responded_at,
        }
        for response in responses.order_by("responded_at")
    ]


def _drills(learner: User) -> list[dict[str, Any]]:
    runs = DrillRun.objects.sat_by(learner).order_by("began_at")
    fields = ("position", "statement", "subject", "is_correct", "responded_at")
    return [
        {
            "comparison": run.comparison_id,
            "table": run.digest,
            "order": run.order,
            "began_at": run.began_at,
            "responses": list(
                DrillResponse.objects.filter(run=run).order_by("position").values(*fields)
            ),
        }
        for run in runs
    ]
