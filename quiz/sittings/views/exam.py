"""The mock exam: begin, one question a page, every choice saved, hand in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz.accounts.guests import check_welcome
from quiz.accounts.limits import address_of
from quiz.accounts.models import User
from quiz.accounts.requests import LearnerRequest, learner_of, remember
from quiz.assessment.blueprint import TooFewQuestionsError, missing
from quiz.assessment.item import Exam, Form
from quiz.bank.models import Publication
from quiz.bank.pool import exams, pool
from quiz.bank.ready import LETTERS, ready
from quiz.sittings.begin import Asked, BusyError, begin_exam
from quiz.sittings.enter import LONGEST_NOTE, Entered, OverError, TooManyError, enter, leave
from quiz.sittings.models import Sitting, Slot
from quiz.sittings.navigator import Step, cells, steps_of, time_left
from quiz.sittings.own import own_sitting, own_slot
from quiz.sittings.settle import abandon, finish
from quiz.web.pieces import piece
from quiz.web.views import HttpResponseSeeOther

_rng = secrets.SystemRandom()


@require_http_methods(["GET", "HEAD", "POST"])
def exam_list(request: LearnerRequest) -> HttpResponse:
    every = exams()
    if request.method != "POST":
        return _offer(request, every)
    learner = learner_of(request)
    if learner is None:
        check_welcome()
    asked = _asked(request, every)
    if asked is None:
        return _offer(request, every, _("There is no such form. Choose one of those below."))
    try:
        sitting, learner = begin_exam(
            asked, by=learner, address=address_of(request), at=timezone.now(), rng=_rng
        )
    except BusyError as busy:
        return HttpResponseSeeOther(reverse("sittings:exam-resume", args=[busy.sitting]))
    except User.DoesNotExist:  # the account was deleted while this was on its way
        return HttpResponseSeeOther(reverse("sittings:exam-list"))
    except TooFewQuestionsError:
        return _offer(request, every, _("There are too few questions for this form now."))
    remember(request, learner, at=timezone.now())
    return HttpResponseSeeOther(reverse("sittings:exam-question", args=[sitting.key, 1]))


def _asked(request: LearnerRequest, every: list[Exam]) -> Asked | None:
    name = request.POST.get("exam", "")
    chosen = [exam for exam in every if exam.id == name] if name else every
    if len(chosen) != 1:
        return None
    wanted = request.POST.get("form", "")
    form = next((form for form in chosen[0].forms if form.id == wanted), None)
    has_extra_time = request.POST.get("extra_time") == "on"
    return Asked(exam=chosen[0], form=form, has_extra_time=has_extra_time) if form else None


def _offer(request: LearnerRequest, every: list[Exam], error: str = "") -> HttpResponse:
    publication = Publication.latest()
    learner = learner_of(request)
    context = {
        "exams": [_offered(exam, publication) for exam in every],
        "running": learner.busy_at(timezone.now()) if learner else None,
        "error": error,
    }
    return render(request, "sittings/exams.html", context)


def _offered(exam: Exam, publication: Publication) -> dict[str, Any]:
    language = get_language()
    available = pool(publication, exam.id).available
    names = {domain.id: _named(domain.name, language) for domain in exam.domains}
    return {
        "id": exam.id,
        "name": _named(exam.name, language),
        "forms": [_form(exam, form, available, names) for form in exam.forms],
        "available": sum(available.values()),
        "has_extra_time": exam.extra_minutes > 0,
    }


def _form(
    exam: Exam, form: Form, available: dict[str, int], names: dict[str, str]
) -> dict[str, Any]:
    lacking = missing(form, exam.weights, available)
    extra = Asked(exam=exam, form=form, has_extra_time=True).minutes - form.minutes
    return {
        "id": form.id,
        "items": form.items,
        "minutes": form.minutes,
        "unscored": form.unscored,
        "extra": extra,
        "missing": [(names[domain], count) for domain, count in lacking.items()],
    }


def _named(names: Any, language: str | None) -> str:
    named: str = names.get(language) or next(iter(names.values()))
    return named


def own_exam(request: LearnerRequest, key: UUID) -> Sitting:
    try:
        return own_sitting(key, Sitting.EXAM, learner_of(request))
    except Sitting.DoesNotExist:
        raise Http404("no such sitting of yours") from None


@contextmanager
def _still_there() -> Iterator[None]:
    """The account may be deleted while one of its forms is on its way."""
    try:
        yield
    except Sitting.DoesNotExist:
        raise Http404("the sitting is gone") from None


@require_http_methods(["GET", "HEAD", "POST"])
def exam_question(request: LearnerRequest, key: UUID, position: int) -> HttpResponse:
    try:
        if request.method == "POST":
            return _save(request, key, position)
        slot = own_slot(key, Sitting.EXAM, position, learner_of(request))
    except (Sitting.DoesNotExist, Slot.DoesNotExist):
        raise Http404("no such question in a sitting of yours") from None
    sitting = slot.own_sitting
    if not sitting.is_running(timezone.now()):
        return redirect("sittings:exam-result", key)
    context = {**_page(slot, sitting), "is_too_many": "many" in request.GET}
    return render(request, "sittings/exam.html", context)


def _page(slot: Slot, sitting: Sitting) -> dict[str, Any]:
    shown = ready(slot.revision_id, get_language(), slot.made_from)
    return {
        "shown": shown,
        "slot": slot,
        "options": [
            shown.option_html(id_, letter, is_checked=id_ in slot.selected)
            + _strike(id_, letter, is_struck=id_ in slot.eliminated)
            for letter, id_ in zip(LETTERS, slot.option_order, strict=False)
        ],
        "position": slot.position,
        "address": reverse("sittings:exam-question", args=[sitting.key, slot.position]),
        "longest_note": LONGEST_NOTE,
        "head": piece("sittings/_exam_head.html"),
        "act": piece(
            "sittings/_exam_act.html",
            is_first=slot.position == 1,
            is_last=slot.position == sitting.items,
        ),
        "clear": piece("sittings/_exam_clear.html"),  # last: Enter presses the first button
        "ends": piece("sittings/_exam_ends.html"),
        **_around(sitting, steps_of(sitting), slot.position),
    }


def _strike(id_: str, letter: str, *, is_struck: bool) -> SafeString:
    box = piece("sittings/_strike.html", is_struck=is_struck)
    return SafeString(box.replace("@id", id_).replace("@letter", letter))


def _around(sitting: Sitting, steps: list[Step], here: int = 0) -> dict[str, Any]:
    now = timezone.now()
    return {
        "sitting": sitting,
        "cells": cells(steps, here),
        "answered": sum(step.is_answered for step in steps),
        "time_left": time_left(sitting.deadline_at or now, now),
        "now": now,
    }


def _save(request: LearnerRequest, key: UUID, position: int) -> HttpResponse:
    data, learner, now = request.POST, learner_of(request), timezone.now()
    if "left" in data:
        leave(key, position, by=learner, at=now)
        return HttpResponse(status=204)
    entered = Entered(
        selected=frozenset() if "clear" in data else frozenset(data.getlist("selected")),
        is_flagged=data.get("flagged", "") not in ("", "0"),
        eliminated=frozenset(data.getlist("eliminated")),
        note=data.get("note", "").replace("\0", ""),
    )
    is_too_many = False
    try:
        slot = enter(key, position, entered, by=learner, at=now)
    except OverError:
        result = reverse("sittings:exam-result", args=[key])
        return _go(request, f"{result}?late={position}")
    except TooManyError as error:
        slot, is_too_many = error.slot, True
    sitting = slot.own_sitting
    if request.htmx:
        around = _around(sitting, steps_of(sitting), position)
        context = {**around, "slot": slot, "is_too_many": is_too_many}
        return render(request, "sittings/exam.html#saved", context)
    if is_too_many:
        here = reverse("sittings:exam-question", args=[key, position])
        return HttpResponseSeeOther(f"{here}?many=1")
    return HttpResponseSeeOther(_onward(data.get("go", ""), slot, sitting))


def _go(request: LearnerRequest, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseSeeOther(address)


def _onward(go: str, slot: Slot, sitting: Sitting) -> str:
    """To the next question, one before, or the end; without a wish it stays."""
    position = slot.position + {"next": 1, "previous": -1}.get(go, 0)
    if go == "finish" or position > sitting.items:
        return reverse("sittings:exam-finish", args=[sitting.key])
    return reverse("sittings:exam-question", args=[sitting.key, max(1, position)])


@require_safe
def exam_resume(request: LearnerRequest, key: UUID) -> HttpResponse:
    """To the first question without an answer."""
    sitting = own_exam(request, key)
    if not sitting.is_running(timezone.now()):
        return redirect("sittings:exam-result", key)
    first = next((step.position for step in steps_of(sitting) if not step.is_answered), 1)
    return redirect("sittings:exam-question", key, first)


@require_http_methods(["GET", "HEAD", "POST"])
def exam_finish(request: LearnerRequest, key: UUID) -> HttpResponse:
    sitting = own_exam(request, key)
    now = timezone.now()
    if request.method == "POST":
        with _still_there():
            finish(sitting, at=now)
        return _go(request, reverse("sittings:exam-result", args=[key]))
    if not sitting.is_running(now):
        return redirect("sittings:exam-result", key)
    steps = steps_of(sitting)
    context = {
        **_around(sitting, steps),
        "unanswered": [step for step in steps if not step.is_answered],
        "flagged": [step for step in steps if step.is_flagged],
    }
    return render(request, "sittings/exam_finish.html", context)


@require_POST
def exam_abandon(request: LearnerRequest, key: UUID) -> HttpResponse:
    sitting = own_exam(request, key)
    with _still_there():
        abandon(sitting, at=timezone.now())
    return HttpResponseSeeOther(reverse("sittings:exam-list"))
