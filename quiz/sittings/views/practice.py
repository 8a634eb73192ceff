"""A practice set: one question a page, its feedback at once, and the summary at the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.assessment.scoring import Score
from quiz.bank.models import Listing
from quiz.bank.ready import Ready, ready
from quiz.sittings.enter import OverError
from quiz.sittings.feedback import feedback_of
from quiz.sittings.forms import AnswerForm, answer_form
from quiz.sittings.lock import locked, locked_questions, running_exam, untold
from quiz.sittings.models import Flag, Response, Sitting, Slot
from quiz.sittings.own import own_sitting, own_slot
from quiz.sittings.practise import (
    Done,
    answer,
    by_domain,
    done_in,
    finish_practice,
    onward,
    response_to,
)
from quiz.sittings.views.exam_result import bar_of, names_of, place_in
from quiz.web.views import HttpResponseSeeOther


def own_set(request: LearnerRequest, key: UUID) -> Sitting:
    try:
        return own_sitting(key, Sitting.PRACTICE, learner_of(request))
    except Sitting.DoesNotExist:
        raise Http404("no such set of yours") from None


def _address(sitting: Sitting, position: int | None) -> str:
    """Of a question; None for the summary."""
    if position is None:
        return reverse("sittings:practice-summary", args=[sitting.key])
    return reverse("sittings:practice-question", args=[sitting.key, position])


@require_safe
def practice_resume(request: LearnerRequest, key: UUID) -> HttpResponse:
    """To the first question without an answer; to the summary of a finished set."""
    sitting = own_set(request, key)
    position = None
    if not sitting.finished_at:
        position = onward(sitting, done_in(sitting), locked=_locked_now(request))
    return redirect(_address(sitting, position))


@require_http_methods(["GET", "HEAD", "POST"])
def practice_question(request: LearnerRequest, key: UUID, position: int) -> HttpResponse:
    """Once it is answered the same address shows the feedback, whatever is sent there again."""
    slot, sitting = _slot(request, key, position)
    if closed := locked(request, question=_shown(slot).revision.question_id):
        return closed
    response = response_to(slot)
    if request.method == "POST" and response is None:
        return _answer(request, slot, sitting)
    if response is None and sitting.finished_at:
        return _to(request, _address(sitting, None))
    return _page(request, slot, sitting, response or _form(request, slot))


def _slot(request: LearnerRequest, key: UUID, position: int) -> tuple[Slot, Sitting]:
    try:
        slot = own_slot(key, Sitting.PRACTICE, position, learner_of(request))
    except (Sitting.DoesNotExist, Slot.DoesNotExist):
        raise Http404("no such question in a set of yours") from None
    return slot, slot.own_sitting


def _locked_now(request: LearnerRequest) -> list[str]:
    key = running_exam(request)
    return locked_questions(key) if key else []


def _shown(slot: Slot) -> Ready:
    return ready(slot.revision_id, get_language(), slot.made_from)


def _form(request: LearnerRequest, slot: Slot) -> AnswerForm:
    data = request.POST if request.method == "POST" else None
    return answer_form(_shown(slot), slot.option_order, action=request.path, data=data)


def _answer(request: LearnerRequest, slot: Slot, sitting: Sitting) -> HttpResponse:
    form = _form(request, slot)
    if form.error and not sitting.finished_at:
        return _page(request, slot, sitting, form)
    try:
        revision = _shown(slot).revision
        response = answer(slot, revision, form.selected, at=timezone.now())
    except OverError:
        return _to(request, _address(sitting, None))
    except Sitting.DoesNotExist:  # the account was deleted while the form was on its way
        raise Http404("the set is gone") from None
    return _page(request, slot, slot.sitting or sitting, response)


def _to(request: LearnerRequest, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseSeeOther(address)


def _page(
    request: LearnerRequest, slot: Slot, sitting: Sitting, stage: AnswerForm | Response
) -> HttpResponse:
    """The question with its form, or with what was responded to it."""
    is_answer = request.method == "POST"
    if isinstance(stage, Response) and is_answer and not request.htmx:
        return HttpResponseSeeOther(request.path)
    done, shown = done_in(sitting), _shown(slot)
    context = {
        "shown": shown,
        "sitting": sitting,
        "position": slot.position,
        "answered": len(done),
        "is_news": is_answer,
        "feedback": None,
    }
    if isinstance(stage, Response):
        on = onward(sitting, done, slot.position, locked=_locked_now(request))
        context["feedback"] = feedback_of(
            stage, shown, untold(request), next_url=_address(sitting, on), is_last=on is None
        )
    else:
        context["form"] = stage
    if is_answer and request.htmx:
        return render(request, "sittings/practice.html#item", context)
    question = shown.revision.question_id
    context["is_flagged"] = Flag.objects.is_set(learner_of(request), question)
    context["address"] = reverse("sittings:question-detail", args=[question])
    return render(request, "sittings/practice.html", context)


@require_POST
def practice_finish(request: LearnerRequest, key: UUID) -> HttpResponse:
    sitting = own_set(request, key)
    try:
        finish_practice(sitting, at=timezone.now())
    except Sitting.DoesNotExist:
        raise Http404("the set is gone") from None
    return HttpResponseSeeOther(_address(sitting, None))


@require_safe
def practice_summary(request: LearnerRequest, key: UUID) -> HttpResponse:
    sitting = own_set(request, key)
    if sitting.finished_at is None:
        return redirect("sittings:practice-resume", key)
    done = done_in(sitting)
    names = names_of(sitting.exam, get_language())
    context = {
        "sitting": sitting,
        "score": bar_of(Score(sum(one.is_correct for one in done), len(done))),
        "domains": [
            {"id": id, "name": names.get(id, id), **bar_of(score)}
            for id, score in sorted(
                by_domain(done).items(), key=lambda pair: place_in(names, pair[0])
            )
        ],
        "rows": _rows(sitting, done),
        "wrong": sum(not one.is_correct for one in done),
    }
    return render(request, "sittings/practice_summary.html", context)


def _rows(sitting: Sitting, done: list[Done]) -> list[dict[str, Any]]:
    """By position; a question that is asked no more has no title."""
    listings = Listing.objects.filter(
        language=get_language(), question__in=[one.question for one in done]
    )
    titles = dict(listings.values_list("question_id", "title"))
    return [
        {
            "position": one.position,
            "title": titles.get(one.question),
            "is_correct": one.is_correct,
            "address": _address(sitting, one.position),
        }
        for one in done
    ]
