"""What came of a mock exam: the score and what it says, and every question to look at again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from quiz.accounts.requests import LearnerRequest
from quiz.assessment.item import Exam
from quiz.assessment.scoring import Score
from quiz.bank import models as bank
from quiz.bank.ready import Ready, ready
from quiz.sittings.feedback import Feedback, judged
from quiz.sittings.lock import locked, untold
from quiz.sittings.models import GRACE, Sitting
from quiz.sittings.result import Marked, Result, ended_at, result_of, score_of
from quiz.sittings.views.exam import own_exam

SHOWN = ("all", "wrong", "flagged", "changed")


@require_safe
def exam_result(request: LearnerRequest, key: UUID) -> HttpResponse:
    sitting = own_exam(request, key)
    now = timezone.now()
    if sitting.is_running(now):
        return redirect("sittings:exam-resume", key)
    if sitting.abandoned_at:
        return render(request, "sittings/exam_abandoned.html", {"sitting": sitting})
    if sitting.takes_saves(now):  # nothing of the key as long as a last save may come in
        ending = render(request, "sittings/exam_ending.html", {"sitting": sitting})
        ending.headers["Refresh"] = str(round(GRACE.total_seconds()))
        return ending
    result = result_of(sitting)
    context = {
        "sitting": sitting,
        "ended_at": ended_at(sitting, now),
        "late": _late(request, result),
        "score": bar_of(result.score),
        **_parts(sitting, result),
    }
    return render(request, "sittings/exam_result.html", context)


def _late(request: LearnerRequest, result: Result) -> list[Marked]:
    """The questions whose last save came too late, so that the page says what was kept."""
    positions = request.GET.getlist("late")
    return [one for one in result.marked if str(one.slot.position) in positions]


def bar_of(score: Score) -> dict[str, Any]:
    """A score as the templates draw it, in per cent."""
    low, high = score.interval
    return {
        "correct": score.correct,
        "scored": score.total,
        "percent": round(100 * score.share),
        "low": round(100 * low),
        "high": round(100 * high),
        "width": round(100 * (high - low)),
    }


def _parts(sitting: Sitting, result: Result) -> dict[str, Any]:
    names = names_of(sitting.exam, get_language())
    scored = result.scored
    return {
        "domains": [
            {"id": id_, "name": names.get(id_, id_), **bar_of(score)}
            for id_, score in sorted(
                result.by("domain").items(), key=lambda pair: place_in(names, pair[0])
            )
        ],
        "tasks": [
            {"id": id_, "name": names.get(id_, ""), **bar_of(score)}
            for id_, score in sorted(result.by("task").items())
        ],
        "seen": bar_of(score_of(one for one in scored if one.slot.was_seen)),
        "new": bar_of(score_of(one for one in scored if not one.slot.was_seen)),
        "unscored": bar_of(score_of(one for one in result.marked if not one.is_scored)),
        "changes": {name.replace("-", "_"): count for name, count in result.changes.items()},
        "marked": result.marked,
        "wrong": sum(not one.is_correct for one in result.marked),
        "first_wrong": next((o.slot.position for o in result.marked if not o.is_correct), 0),
    }


def names_of(exam_id: str, language: str | None) -> dict[str, str]:
    """The names of the exam's domains and tasks by id, in the exam's order."""
    row = bank.Exam.objects.filter(pk=exam_id).first()
    if row is None:
        return {}
    found = {}
    for domain in Exam.from_document(row.document).domains:
        found[domain.id] = _in(domain.name, language)
        found |= {task.id: _in(task.name, language) for task in domain.tasks}
    return found


def place_in(names: Mapping[str, str], id_: str) -> tuple[int, str]:
    """To sort ids by the order that `names_of` has; those that the exam has lost come last."""
    return (list(names).index(id_) if id_ in names else len(names), id_)


def _in(names: Mapping[str, str], language: str | None) -> str:
    return names.get(language or "") or next(iter(names.values()))


@require_safe
def exam_review(request: LearnerRequest, key: UUID, position: int) -> HttpResponse:
    """One question with one's own choice, its verdicts and the explanation."""
    sitting = own_exam(request, key)
    if sitting.takes_saves(timezone.now()) or sitting.abandoned_at:
        return redirect("sittings:exam-result", key)
    result = result_of(sitting)
    one = next((one for one in result.marked if one.slot.position == position), None)
    if one is None:
        raise Http404("no such question in this sitting")
    if closed := locked(request, question=one.slot.revision.question_id):
        return closed
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    shown = ready(one.slot.revision_id, get_language(), one.slot.made_from)
    among = [other.slot.position for other in result.marked if is_among(other, show)]
    if among and position not in among:
        return redirect(_review(key, among[0], show))
    before = [other for other in among if other < position]
    after = [other for other in among if other > position]
    context = {
        "shown": shown,
        "marked": one,
        "sitting": sitting,
        "show": show,
        "among": len(among),
        "previous": _review(key, before[-1], show) if before else "",
        "next": _review(key, after[0], show) if after else "",
        "feedback": _feedback(one, shown, untold(request)),
    }
    return render(request, "sittings/exam_review.html", context)


def is_among(one: Marked, show: str) -> bool:
    if show == "wrong":
        return not one.is_correct
    if show == "flagged":
        return one.slot.is_flagged
    return bool(one.changes) if show == "changed" else True


def _review(key: UUID, position: int, show: str) -> str:
    address = reverse("sittings:exam-review", args=[key, position])
    return address if show == "all" else f"{address}?show={show}"


def _feedback(one: Marked, shown: Ready, untold: Collection[str]) -> Feedback:
    return Feedback(
        is_correct=one.is_correct,
        options=judged(one.grade, shown, one.slot.option_order),
        again_url="",
        next_url="",
        teaching_html=shown.teaching_html(untold),
    )
