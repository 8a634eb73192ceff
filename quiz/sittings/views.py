from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quiz.accounts.limits import LimitExceededError, address_of
from quiz.accounts.requests import LearnerRequest, learner_of, remember
from quiz.bank.models import Comparison, ComparisonUse, Listing, Question, Rendition
from quiz.bank.ready import Ready, ready
from quiz.sittings.feedback import feedback_context
from quiz.sittings.forms import answer_form
from quiz.sittings.models import Response
from quiz.sittings.respond import respond
from quiz.sittings.tickets import Ticket, TicketError
from quiz.web.errors import error_page
from quiz.web.views import HttpResponseSeeOther

_rng = secrets.SystemRandom()


def unanswered(request: LearnerRequest, shown: Ready, error: str = "") -> dict[str, Any]:
    """The context of a question with a new form; `error` says why the last did not count."""
    ticket = Ticket.issue(shown, rng=_rng)
    form = answer_form(
        shown.face,
        ticket,
        signed=ticket.signed(request),
        action=reverse("sittings:question-detail", args=[shown.revision.question_id]),
        data=request.POST if error else None,
        error=error,
    )
    return {"shown": shown, "form": form}


def current(question_id: str) -> Ready:
    """The question as it is asked now, in the page's language; 404 where it is not asked."""
    asked = Question.objects.exclude(current=None).only("current", "made_from")
    question = get_object_or_404(asked, pk=question_id)
    return ready(question.current_id, get_language(), question.made_from)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: LearnerRequest, question_id: str) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, question_id)
    return render(request, "sittings/question.html", unanswered(request, current(question_id)))


def _answer(request: LearnerRequest, question_id: str) -> HttpResponse:
    learner = learner_of(request)
    if learner is None and not settings.GUESTS:
        raise PermissionDenied(_("This host takes answers from people with an account only."))
    signed = request.POST.get("ticket", "")
    try:
        ticket = Ticket.read(signed, request)
        shown = _shown(ticket, question_id)
        form = answer_form(
            shown.face, ticket, signed=signed, action=request.path, data=request.POST
        )
        if form.error:
            return _ask(request, {"shown": shown, "form": form})
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
        return _ask(request, unanswered(request, current(question_id), expired))
    except LimitExceededError as error:
        page = error_page(request, 429)
        page.headers["Retry-After"] = str(error.retry_after_seconds)
        return page
    remember(request, learner, at=timezone.now())
    return _answered(request, response, shown)


def _shown(ticket: Ticket, question_id: str) -> Ready:
    """As it was shown, also where it is asked no more; TicketError for another question's."""
    try:
        shown = ready(ticket.revision_id, get_language(), ticket.made_from)
    except Rendition.DoesNotExist as error:
        raise TicketError("the ticket's revision is not here") from error
    if shown.revision.question_id != question_id:
        raise TicketError("the ticket is for another question")
    return shown


def _ask(request: LearnerRequest, context: dict[str, Any]) -> HttpResponse:
    part = "#item" if request.htmx else ""
    return render(request, f"sittings/question.html{part}", context)


def _answered(request: LearnerRequest, response: Response, shown: Ready) -> HttpResponse:
    address = response.get_absolute_url()
    if not request.htmx:
        return HttpResponseSeeOther(address)
    page = render(request, "sittings/feedback.html#item", feedback_context(response, shown))
    page.headers["HX-Push-Url"] = address
    return page


@require_safe
def feedback(request: LearnerRequest, response_id: str) -> HttpResponse:
    own = Response.objects.sat_by(learner_of(request)).select_related("slot")
    response = get_object_or_404(own, pk=response_id)
    revision_id, language = response.slot.revision_id, get_language()
    now = Rendition.objects.only("made_from")
    rendition = get_object_or_404(now, revision_id=revision_id, language=language)
    shown = ready(revision_id, language, rendition.made_from)
    return render(request, "sittings/feedback.html", feedback_context(response, shown))


@require_safe
def comparison(request: LearnerRequest, comparison_id: str) -> HttpResponse:
    """The table, and the questions that use it: those that this learner answered by title."""
    row = get_object_or_404(Comparison.objects.filter(is_retired=False), pk=comparison_id)
    uses = ComparisonUse.objects.filter(comparison=row, question__current__isnull=False)
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
        "comparison": row.shown[get_language()],
        "answered": answered,
        "others": len(using) - len(answered),
    }
    return render(request, "sittings/comparison.html", context)
