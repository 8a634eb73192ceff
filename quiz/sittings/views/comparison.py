"""Tables of what is easily confused, and the drill that sorts statements to their columns."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quiz.accounts.guests import check_welcome
from quiz.accounts.limits import address_of
from quiz.accounts.requests import LearnerRequest, learner_of, remember
from quiz.assessment.drill import Sorted, next_statement, tally
from quiz.assessment.item import digest_of
from quiz.bank import render as shown
from quiz.bank.models import Comparison, ComparisonListing, ComparisonUse, Listing
from quiz.bank.ready import LETTERS
from quiz.bank.search import LONGEST_QUERY, plain
from quiz.bank.shown import revived
from quiz.sittings.drill import DrillError, done_in, open_run, sort
from quiz.sittings.lock import locked
from quiz.sittings.models import DrillResponse, DrillRun, Response
from quiz.web.views import HttpResponseSeeOther

_rng = secrets.SystemRandom()


def _current(comparison_id: str) -> Comparison:
    return get_object_or_404(Comparison.objects.filter(is_retired=False), pk=comparison_id)


@require_safe
def comparison_list(request: LearnerRequest) -> HttpResponse:
    """All tables; with `q`, those that say each of its words somewhere."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    rows = ComparisonListing.objects.filter(language=get_language())
    for word in plain(query).split():
        rows = rows.filter(text__contains=word)
    context = {"query": query, "rows": rows.defer("text").order_by("comparison_id")}
    part = "#list" if request.htmx else ""
    return render(request, f"sittings/comparisons.html{part}", context)


@require_safe
def comparison_detail(request: LearnerRequest, comparison_id: str) -> HttpResponse:
    """The table, and the questions that use it: those that this learner answered by title."""
    comparison = _current(comparison_id)
    if closed := locked(request, comparison=comparison_id):
        return closed
    uses = ComparisonUse.objects.filter(comparison=comparison, question__current__isnull=False)
    using = list(uses.order_by("question_id").values_list("question_id", flat=True))
    own = Response.objects.sat_by(learner_of(request)).filter(question__in=using)
    latest = dict(own.order_by("responded_at").values_list("question_id", "pk"))
    listings = Listing.objects.filter(question__in=latest, language=get_language())
    titles = dict(listings.values_list("question_id", "title"))
    answered = [
        {"title": titles[id], "url": reverse("sittings:response-feedback", args=[latest[id]])}
        for id in using
        if id in latest
    ]
    context = {
        "comparison": comparison.shown[get_language()],
        "answered": answered,
        "others": len(using) - len(answered),
        "drills": len(comparison.document["drills"]),
    }
    return render(request, "sittings/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comparison_drill(request: LearnerRequest, comparison_id: str) -> HttpResponse:
    comparison = _current(comparison_id)
    if closed := locked(request, comparison=comparison_id):
        return closed
    if not comparison.document["drills"]:
        raise Http404("this comparison has no statements to sort")
    if request.method == "POST":
        return _sort(request, comparison)
    return _ask(request, comparison)


def _ask(request: LearnerRequest, comparison: Comparison, error: str = "") -> HttpResponse:
    """The statement that is asked now. Without an open run any one, and nothing is written."""
    opened = open_run(comparison, learner_of(request))
    if opened:
        run, done = opened
        run_id, order = run.pk, run.order
        statement = next_statement(order, done)
    else:
        run_id, order, done = uuid.uuid4(), range(len(comparison.document["drills"])), []
        statement = _rng.choice(order)
    context = {
        **_drill(comparison, statement or 0),
        "run_id": run_id,
        "statement": statement,
        "position": len(done) + 1,
        "tally": tally(order, done),
        "is_again": any(sorting.statement == statement for sorting in done),
        "error": error,
    }
    part = "#drill" if request.htmx else ""
    return render(request, f"sittings/drill.html{part}", context)


def _drill(comparison: Comparison, statement: int) -> dict[str, Any]:
    language = get_language()
    drill = revived(shown.drill(comparison.value, statement, language))
    return {
        "drill": drill,
        "letters": list(zip(LETTERS, drill["subjects"].items(), strict=False)),
        "comparison_id": comparison.pk,
        "title": comparison.shown[language]["title"],
    }


def _sort(request: LearnerRequest, comparison: Comparison) -> HttpResponse:
    learner = learner_of(request)
    if learner is None:
        check_welcome()
    now = timezone.now()
    try:
        response, learner = sort(
            comparison,
            uuid.UUID(request.POST.get("run", "")),
            int(request.POST.get("statement", "")),
            request.POST.get("subject", ""),
            position=int(request.POST.get("position", "")),
            by=learner,
            address=address_of(request),
            at=now,
            rng=_rng,
        )
    except (DrillError, ValueError):
        changed = _("That answer was not counted, since something else is asked now.")
        return _ask(request, comparison, changed)
    remember(request, learner, at=now)
    address = reverse("sittings:drill-response", args=[response.run_id, response.position])
    if not request.htmx:
        return HttpResponseSeeOther(address)
    page = render(request, "sittings/drill.html#drill", _sorted(response, comparison))
    page.headers["HX-Push-Url"] = address
    return page


def _sorted(response: DrillResponse, comparison: Comparison) -> dict[str, Any]:
    run = response.run
    done = done_in(run)[: response.position]
    return {
        **_drill(comparison, response.statement),
        "response": response,
        "tally": tally(run.order, done),
        "run": run,
    }


@require_safe
def drill_response(request: LearnerRequest, run_id: str, position: int) -> HttpResponse:
    """What was said to one statement; 404 for another's, and where the table has changed since."""
    run = _own_run(request, run_id)
    if closed := locked(request, comparison=run.comparison_id):
        return closed
    response = get_object_or_404(
        DrillResponse.objects.select_related("run"), run=run, position=position
    )
    return render(request, "sittings/drill.html", _sorted(response, run.comparison))


@require_safe
def drill_result(request: LearnerRequest, run_id: str) -> HttpResponse:
    """How a run went: the tally, and what went wrong at first with the reason."""
    run = _own_run(request, run_id)
    if closed := locked(request, comparison=run.comparison_id):
        return closed
    done = done_in(run)
    first: dict[int, Sorted] = {}
    for sorting in done:
        first.setdefault(sorting.statement, sorting)
    missed = [
        _drill(run.comparison, sorting.statement)["drill"]
        for sorting in first.values()
        if not sorting.is_correct
    ]
    context = {
        "comparison_id": run.comparison_id,
        "title": run.comparison.shown[get_language()]["title"],
        "tally": tally(run.order, done),
        "missed": [{**drill, "right": drill["subjects"][drill["subject"]]} for drill in missed],
    }
    return render(request, "sittings/drill_result.html", context)


def _own_run(request: LearnerRequest, run_id: str) -> DrillRun:
    runs = DrillRun.objects.sat_by(learner_of(request)).select_related("comparison")
    run = get_object_or_404(runs, pk=run_id)
    if run.digest != digest_of(run.comparison.document):
        raise Http404("the table has changed since")
    return run
