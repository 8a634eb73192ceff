"""A question asked by itself: its page, the answer, the feedback, and what stands around it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz.accounts.guests import check_welcome
from quiz.accounts.limits import address_of
from quiz.accounts.requests import LearnerRequest, learner_of, remember
from quiz.bank.models import Listing, Question, Rendition
from quiz.bank.ready import Ready, ready
from quiz.sittings.browse import Filter
from quiz.sittings.feedback import feedback_context
from quiz.sittings.flag import flag
from quiz.sittings.forms import answer_form
from quiz.sittings.lock import locked, untold
from quiz.sittings.models import Flag, Response
from quiz.sittings.respond import respond
from quiz.sittings.tickets import Ticket, TicketError
from quiz.web.views import HttpResponseSeeOther, back

_rng = secrets.SystemRandom()


def unanswered(
    request: LearnerRequest, shown: Ready, wanted: Filter, error: str = ""
) -> dict[str, Any]:
    """The context of a question with a new form; `error` says why the last did not count."""
    ticket = Ticket.issue(shown, rng=_rng)
    address = reverse("sittings:question-detail", args=[shown.revision.question_id])
    form = answer_form(
        shown,
        ticket.option_order,
        action=address + wanted.query,
        ticket=ticket.signed(request),
        data=request.POST if error else None,
        error=error,
    )
    return {"shown": shown, "form": form}


def current(question_id: str) -> Ready:
    """The question as it is asked now, in the page's language; 404 where it is not asked."""
    question = get_object_or_404(Question, pk=question_id)
    if question.current_id is None:
        raise Http404("it is not asked any more")
    return ready(question.current_id, get_language(), question.made_from)


def _around(
    request: LearnerRequest, question_id: str, wanted: Filter, *, is_flagged: bool | None = None
) -> dict[str, Any]:
    """What stands around the item on a page of its own: the flag, and the way through the list."""
    if is_flagged is None:
        is_flagged = Flag.objects.is_set(learner_of(request), question_id)
    return {
        "address": reverse("sittings:question-detail", args=[question_id]),
        "list_address": reverse("sittings:question-list"),
        "query": wanted.query,
        "is_flagged": is_flagged,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def question_detail(request: LearnerRequest, question_id: str) -> HttpResponse:
    if closed := locked(request, question=question_id):
        return closed
    wanted = Filter.read(request.GET)
    if request.method == "POST":
        return _answer(request, question_id, wanted)
    return _ask(request, unanswered(request, current(question_id), wanted), wanted)


def _answer(request: LearnerRequest, question_id: str, wanted: Filter) -> HttpResponse:
    learner = learner_of(request)
    if learner is None:
        check_welcome()
    signed = request.POST.get("ticket", "")
    try:
        ticket = Ticket.read(signed, request)
        shown = _shown(ticket, question_id)
        form = answer_form(
            shown,
            ticket.option_order,
            action=request.get_full_path(),
            ticket=signed,
            data=request.POST,
        )
        if form.error:
            return _ask(request, {"shown": shown, "form": form}, wanted)
        response, learner = respond(
            ticket,
            shown.revision,
            form.selected,
            by=learner,
            address=address_of(request),
            at=timezone.now(),
        )
    except TicketError:
        expired = _("This form had expired, so the answer was not counted. Send it once more.")
        return _ask(request, unanswered(request, current(question_id), wanted, expired), wanted)
    remember(request, learner, at=timezone.now())
    return _answered(request, response, shown, wanted)


def _shown(ticket: Ticket, question_id: str) -> Ready:
    """As it was shown, also where it is asked no more; TicketError for another question's."""
    try:
        shown = ready(ticket.revision_id, get_language(), ticket.made_from)
    except Rendition.DoesNotExist as error:
        raise TicketError("the ticket's revision is not here") from error
    if shown.revision.question_id != question_id:
        raise TicketError("the ticket is for another question")
    return shown


def _ask(request: LearnerRequest, context: dict[str, Any], wanted: Filter) -> HttpResponse:
    if request.htmx:
        return render(request, "sittings/question.html#item", context)
    around = _around(request, context["shown"].revision.question_id, wanted)
    return render(request, "sittings/question.html", {**context, **around})


def _answered(
    request: LearnerRequest, response: Response, shown: Ready, wanted: Filter
) -> HttpResponse:
    address = response.get_absolute_url() + wanted.query
    if not request.htmx:
        return HttpResponseSeeOther(address)
    context = feedback_context(response, shown, untold(request), wanted)
    page = render(request, "sittings/feedback.html#item", context)
    page.headers["HX-Push-Url"] = address
    return page


@require_safe
def response_feedback(request: LearnerRequest, response_id: str) -> HttpResponse:
    own = Response.objects.sat_by(learner_of(request)).select_related("slot")
    response = get_object_or_404(own, pk=response_id)
    if closed := locked(request, question=response.question_id):
        return closed
    revision_id, language = response.slot.revision_id, get_language()
    now = Rendition.objects.only("made_from")
    rendition = get_object_or_404(now, revision_id=revision_id, language=language)
    shown = ready(revision_id, language, rendition.made_from)
    wanted = Filter.read(request.GET)
    context = {
        **feedback_context(response, shown, untold(request), wanted),
        **_around(request, response.question_id, wanted),
    }
    return render(request, "sittings/feedback.html", context)


@require_safe
def question_neighbour(request: LearnerRequest, question_id: str, step: str) -> HttpResponse:
    """On to the next or previous question of the list; to the list itself at its ends."""
    wanted = Filter.read(request.GET)
    language = get_language()
    here = Listing.objects.filter(language=language, question=question_id).only("position").first()
    rows = wanted.listings(language, learner_of(request)).only("question_id")
    if here and step == "next":
        row = rows.filter(position__gt=here.position).first()
    else:
        row = rows.filter(position__lt=here.position).last() if here else None
    if row is None:
        end = f"{wanted.query}&end=1" if wanted.query else "?end=1"
        return redirect(reverse("sittings:question-list") + end)
    address = reverse("sittings:question-detail", args=[row.question_id])
    return redirect(address + wanted.query)


@require_POST
def question_flag(request: LearnerRequest, question_id: str) -> HttpResponse:
    question = get_object_or_404(Question.objects.exclude(current=None), pk=question_id)
    learner = learner_of(request)
    is_on = request.POST.get("flagged") == "1"
    if learner is None and is_on:
        check_welcome()
    now = timezone.now()
    learner = flag(question, is_on=is_on, by=learner, address=address_of(request), at=now)
    if learner is not None:
        remember(request, learner, at=now)
    if not request.htmx:
        return back(request)
    context = _around(request, question_id, Filter(), is_flagged=is_on)
    return render(request, "sittings/_flag.html", context)
