"""All that is stored about one learner, from every room, for that learner to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from quiz.accounts.models import DeviceLink, Session, User
from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.sittings.models import DrillResponse, DrillRun, Flag, Response, Slot


@require_safe
def own_data(request: LearnerRequest) -> JsonResponse:
    learner = learner_of(request)
    if learner is None:
        raise Http404
    return JsonResponse(
        data_of(learner),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="saa-quiz-data.json"'},
    )


def data_of(learner: User) -> dict[str, Any]:
    """No hash of a password, session key or token: those are no data, they are keys."""
    own = {"learner": learner}
    sessions = Session.objects.filter(user=learner).order_by("expire_date")
    links = DeviceLink.objects.filter(user=learner).order_by("expires_at")
    flags = Flag.objects.set_by(learner).order_by("flagged_at")
    return {
        "account": _account(learner),
        "sessions": [{"expires_at": at} for at in sessions.values_list("expire_date", flat=True)],
        "device_links": [{"expires_at": at} for at in links.values_list("expires_at", flat=True)],
        "responses": [_response(row) for row in _responses(learner)],
        "questions_shown": Slot.objects.filter(**own).count(),
        "flags": [
            {"question": question, "flagged_at": at}
            for question, at in flags.values_list("question_id", "flagged_at")
        ],
        "drills": [_drill(run) for run in DrillRun.objects.sat_by(learner).order_by("began_at")],
    }


def _drill(run: DrillRun) -> dict[str, Any]:
    fields = ("position", "statement", "subject", "is_correct", "responded_at")
    sorted_to = DrillResponse.objects.filter(run=run).order_by("position")
    return {
        "comparison": run.comparison_id,
        "table": run.digest,
        "order": run.order,
        "began_at": run.began_at,
        "responses": list(sorted_to.values(*fields)),
    }


def _account(learner: User) -> dict[str, Any]:
    fields = ("id", "name", "email", "is_guest", "is_staff", "is_superuser", "is_active")
    times = ("created_at", "active_on", "last_login")
    return {name: getattr(learner, name) for name in (*fields, *times)}


def _responses(learner: User) -> Any:
    """Without the revisions' documents, which are long and not the learner's."""
    return (
        Response.objects.sat_by(learner)
        .order_by("responded_at")
        .values(
            *("id", "question_id", "selected", "score", "max_score", "rule", "responded_at"),
            *("slot__revision__digest", "slot__option_order", "slot__position"),
            "slot__sitting__began_at",
        )
    )


def _response(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "question": row["question_id"],
        "revision": row["slot__revision__digest"],
        "position": row["slot__position"],
        "sitting_began_at": row["slot__sitting__began_at"],
        "options_shown": list(row["slot__option_order"]),
        "selected": list(row["selected"]),
        "score": row["score"],
        "max_score": row["max_score"],
        "rule": row["rule"],
        "responded_at": row["responded_at"],
    }
