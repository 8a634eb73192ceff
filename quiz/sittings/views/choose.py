"""Choosing a practice set, and beginning it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quiz.accounts.guests import check_welcome
from quiz.accounts.limits import address_of
from quiz.accounts.models import User
from quiz.accounts.requests import LearnerRequest, learner_of, remember
from quiz.assessment.practice import FEWEST, MOST, USUAL
from quiz.bank.models import Publication
from quiz.sittings.begin import begin_practice
from quiz.sittings.browse import DIFFICULTIES
from quiz.sittings.choose import CUSTOM, Choice, pick, still_asked
from quiz.sittings.lock import locked_questions, running_exam
from quiz.sittings.models import Sitting
from quiz.sittings.practise import done_in, open_sets
from quiz.sittings.result import result_of
from quiz.sittings.settle import settle_due
from quiz.web.views import HttpResponseSeeOther

OPEN_SHOWN = 10
_rng = secrets.SystemRandom()


class Tick(NamedTuple):
    """A thing to choose, and for a domain its tasks."""

    value: str
    label: str
    is_chosen: bool
    parts: tuple[Tick, ...] = ()

    @property
    def is_open(self) -> bool:
        return any(part.is_chosen for part in self.parts)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_choose(request: LearnerRequest) -> HttpResponse:
    key = running_exam(request)
    left_out = locked_questions(key) if key else []
    if request.method != "POST":
        return _offer(request, Choice.read(request.GET), left_out)
    learner = learner_of(request)
    if learner is None:
        check_welcome()
    else:
        settle_due(learner, at=timezone.now())
    if "again" in request.POST:
        ids, otherwise = _wrong_ones(request.POST["again"], learner, left_out), ""
    else:
        choice = Choice.read(request.POST)
        ids = pick(choice, get_language(), learner, left_out, rng=_rng)
        otherwise = choice.query
    if not ids:  # the page says so
        return HttpResponseSeeOther(reverse("sittings:practice-choose") + otherwise)
    return _begin(request, ids, learner)


def _begin(request: LearnerRequest, ids: Sequence[str], by: User | None) -> HttpResponse:
    now = timezone.now()
    sitting, learner = begin_practice(ids, by=by, address=address_of(request), at=now, rng=_rng)
    remember(request, learner, at=now)
    return HttpResponseSeeOther(reverse("sittings:practice-question", args=[sitting.key, 1]))


def _wrong_ones(key: str, learner: User | None, left_out: Sequence[str]) -> list[str]:
    """What went wrong in a sitting of the learner's that has ended; 404 for any other."""
    try:
        own = Sitting.objects.sat_by(learner).exclude(kind="").get(key=UUID(key))
    except (ValueError, Sitting.DoesNotExist):
        raise Http404("no such sitting of yours") from None
    if own.abandoned_at or own.takes_saves(timezone.now()):
        raise Http404("it has not ended")
    if own.kind == Sitting.EXAM:
        marked = result_of(own).marked
        wrong = [one.slot.revision.question_id for one in marked if not one.is_correct]
    else:
        wrong = [one.question for one in done_in(own) if not one.is_correct]
    ids = still_asked(wrong, left_out)
    return _rng.sample(ids, len(ids))


def _offer(request: LearnerRequest, choice: Choice, left_out: Sequence[str]) -> HttpResponse:
    if request.htmx and request.GET.get("listed", choice.filter.exam) != choice.filter.exam:
        # The domains of another exam are wanted, and they stand outside of what htmx swaps.
        return HttpResponse(headers={"HX-Redirect": request.path + choice.query})
    learner, language = learner_of(request), get_language()
    fitting = choice.listings(language, learner, left_out).order_by().count()
    context: dict[str, Any] = {
        "choice": choice,
        "fitting": fitting,
        "asked": min(fitting, choice.most),
        "left_out": len(left_out),
    }
    if request.htmx:
        response = render(request, "sittings/practice_choose.html#fits", context)
        response.headers["HX-Replace-Url"] = request.path + choice.query
        return response
    facets = Publication.latest().facets
    context |= {
        "counts": USUAL,
        "custom": CUSTOM,
        "fewest": FEWEST,
        "most": MOST,
        "selects": _selects(choice, facets, language),
        "domains": _domains(choice, facets, language),
        "services": _ticks(facets.get("services", []), choice.services),
        "without_q": replace(choice, filter=choice.filter.without("q")).query,
        "open_sets": open_sets(learner)[:OPEN_SHOWN],
    }
    return render(request, "sittings/practice_choose.html", context)


def _ticks(offered: Sequence[str], chosen: Sequence[str]) -> list[Tick]:
    """What an old address asks for and is gone stands first, so that it can be taken away."""
    gone = [value for value in chosen if value not in offered]
    return [Tick(value, value, value in chosen) for value in (*gone, *offered)]


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()))


def _domains(choice: Choice, facets: dict[str, Any], language: str) -> list[Tick]:
    def tick(row: dict[str, Any], chosen: Sequence[str], number: str = "") -> Tick:
        label = f"{number} {_named(row['name'], language)}".strip()
        tasks = [tick(task, choice.tasks, task["id"]) for task in row.get("tasks", ())]
        return Tick(row["id"], label, row["id"] in chosen, tuple(tasks))

    exams = facets.get("exams", [])
    exam = choice.filter.exam
    chosen = [one for one in exams if exam in ("", one["id"])]
    found = [tick(domain, choice.domains) for one in chosen for domain in one["domains"]]
    known = {tick.value for domain in found for tick in (domain, *domain.parts)}
    gone = [id for id in choice.domains if id not in known]
    gone_parts = tuple(Tick(id, id, True) for id in choice.tasks if id not in known)
    found += [Tick(id, id, True) for id in gone]
    return found + ([Tick("", "", False, gone_parts)] if gone_parts else [])


def _selects(choice: Choice, facets: dict[str, Any], language: str) -> list[dict[str, Any]]:
    exams = {exam["id"]: _named(exam["name"], language) for exam in facets.get("exams", [])}
    wanted = choice.filter
    if wanted.exam:
        exams.setdefault(wanted.exam, wanted.exam)
    statuses = {
        "new": _("not answered yet"),
        "wrong": _("wrong last time"),
        "flagged": _("flagged"),
        "correct": _("right last time"),
    }
    levels = {value: f"{value}/3" for value in DIFFICULTIES}
    orders = {"mixed": _("mixed"), "weakest": _("weakest first")}
    rows = [
        ("exam", _("Exam"), {"": _("any"), **exams}, wanted.exam),
        ("status", _("Your record"), {"": _("all"), **statuses}, wanted.status),
        ("difficulty", _("Difficulty"), {"": _("any"), **levels}, wanted.difficulty),
        ("order", _("Order"), orders, choice.order),
    ]
    if len(exams) < 2 and not wanted.exam:
        del rows[0]
    return [
        {
            "name": name,
            "label": label,
            "options": [Tick(id, text, id == value) for id, text in labels.items()],
        }
        for name, label, labels, value in rows
    ]
