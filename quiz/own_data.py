"""All that is stored about one learner, from every room, for that learner to take away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quiz.accounts.models import DeviceLink, Session, User
from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.sittings.lock import locked_comparisons, locked_questions
from quiz.sittings.models import DrillResponse, DrillRun, Entry, Flag, Response, Sitting, Slot

LEFT_OUT = (
    "An exam is running. Earlier answers to its questions, and what was sorted in their"
    " comparisons, would tell its key: they are here again when it is over."
)


@require_safe
def own_data(request: LearnerRequest) -> JsonResponse:
    learner = learner_of(request)
    if learner is None:
        raise Http404
    return JsonResponse(
        data_of(learner, at=timezone.now()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="saa-quiz-data.json"'},
    )


def data_of(learner: User, *, at: datetime) -> dict[str, Any]:
    """No hash of a password, session key or token: those are no data, they are keys.

    Nor, while an exam runs, what tells its key; `left_out` says so then, and is None otherwise.
    """
    own = {"learner": learner}
    running = learner.busy_at(at)
    asked = locked_questions(running) if running else []
    compared = locked_comparisons(running) if running else ()
    responses = Response.objects.sat_by(learner)
    drills = DrillRun.objects.sat_by(learner)
    told = drills.exclude(comparison__in=compared).order_by("began_at")
    sessions = Session.objects.filter(user=learner).order_by("expire_date")
    links = DeviceLink.objects.filter(user=learner).order_by("expires_at")
    flags = Flag.objects.set_by(learner).order_by("flagged_at")
    return {
        "account": _account(learner),
        "sessions": [{"expires_at": at} for at in sessions.values_list("expire_date", flat=True)],
        "device_links": [{"expires_at": at} for at in links.values_list("expires_at", flat=True)],
        "left_out": LEFT_OUT if running else None,
        "responses": [_response(row) for row in _rows(responses.exclude(question__in=asked))],
        "sittings": _sittings(learner, asked, at=at),
        "questions_shown": Slot.objects.filter(**own).count(),
        "flags": [
            {"question": question, "flagged_at": at}
            for question, at in flags.values_list("question_id", "flagged_at")
        ],
        "drills": [_drill(run) for run in told],
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


def _sittings(learner: User, asked: list[str], *, at: datetime) -> list[dict[str, Any]]:
    """Each with its slots, without those that ended and whose question a running exam asks."""
    entries: dict[int, list[dict[str, Any]]] = {}
    rows = Entry.objects.filter(slot__learner=learner).order_by("entered_at", "pk")
    for slot_id, selected, entered_at in rows.values_list("slot_id", "selected", "entered_at"):
        entry = {"selected": list(selected), "entered_at": entered_at}
        entries.setdefault(slot_id, []).append(entry)
    slots: dict[int | None, list[Slot]] = {}
    for slot in _slots(learner):
        slots.setdefault(slot.sitting_id, []).append(slot)
    found = []
    for sitting in Sitting.objects.sat_by(learner).order_by("began_at"):
        is_open = sitting.kind == Sitting.EXAM and sitting.takes_saves(at)
        those = slots.get(sitting.pk, [])
        told = [slot for slot in those if is_open or slot.revision.question_id not in asked]
        shown = [_slot(slot, entries.get(slot.pk, []), is_open=is_open) for slot in told]
        found.append({**_sitting(sitting), "questions": shown})
    return found


def _sitting(sitting: Sitting) -> dict[str, Any]:
    fields = ("key", "kind", "exam", "form", "items", "has_extra_time", "began_at", "deadline_at")
    ends = ("finished_at", "abandoned_at", "summary")
    return {name: getattr(sitting, name) for name in (*fields, *ends)}


def _slots(learner: User) -> Any:
    """Without the revisions' documents, which are long and not the learner's."""
    own = Slot.objects.filter(learner=learner, sitting__isnull=False).order_by("position")
    return own.select_related("revision").defer("revision__document")


def _slot(slot: Slot, entries: list[dict[str, Any]], *, is_open: bool) -> dict[str, Any]:
    """Which question it is, and whether it is scored, is told when the sitting is over."""
    told = {
        "position": slot.position,
        "options_shown": list(slot.option_order),
        "selected": list(slot.selected),
        "eliminated": list(slot.eliminated),
        "is_flagged": slot.is_flagged,
        "note": slot.note,
        "entries": entries,
    }
    if is_open:
        return told
    question = {"question": slot.revision.question_id, "revision": slot.revision.digest}
    return {**told, **question, "is_unscored": slot.is_unscored, "was_seen": slot.was_seen}


def _rows(responses: Any) -> Any:
    """In order, without the revisions' documents."""
    return responses.order_by("responded_at").values(
        *("id", "question_id", "selected", "score", "max_score", "rule", "responded_at"),
        *("slot__revision__digest", "slot__option_order", "slot__position"),
        "slot__sitting__began_at",
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
