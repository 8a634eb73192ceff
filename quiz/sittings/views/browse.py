"""The list of questions: searched, narrowed, page by page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.bank.models import Listing, Publication
from quiz.sittings.browse import DIFFICULTIES, Filter, Own, own

PAGE_SIZE = 20


class Choice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


class Facet(NamedTuple):
    """One thing to narrow by, as a select shows it."""

    name: str
    label: str
    choices: list[Choice]


class Narrowed(NamedTuple):
    """What the list is narrowed by at present, and the address without it."""

    label: str
    value: str
    address: str


class Row(NamedTuple):
    listing: Listing
    domain: str
    own: Own | None
    address: str


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()))


def _facets(wanted: Filter, facets: dict[str, Any], language: str) -> list[Facet]:
    exams = facets.get("exams", [])
    chosen = [exam for exam in exams if wanted.exam in ("", exam["id"])]
    domains = [domain for exam in chosen for domain in exam["domains"]]
    tasks = [
        task
        for domain in domains
        if wanted.domain in ("", domain["id"])
        for task in domain["tasks"]
    ]
    offered = {
        "exam": {exam["id"]: _named(exam["name"], language) for exam in exams},
        "domain": {domain["id"]: _named(domain["name"], language) for domain in domains},
        "task": {task["id"]: f"{task['id']} {_named(task['name'], language)}" for task in tasks},
        "service": {service: service for service in facets.get("services", [])},
        "difficulty": {value: f"{value}/3" for value in DIFFICULTIES},
        "status": {
            "new": _("not answered yet"),
            "correct": _("correct"),
            "wrong": _("wrong"),
            "flagged": _("flagged"),
        },
    }
    if len(exams) < 2 and not wanted.exam:
        del offered["exam"]
    return [_facet(name, labels, getattr(wanted, name)) for name, labels in offered.items()]


def _facet(name: str, labels: dict[str, str], value: str) -> Facet:
    label = {
        "exam": _("Exam"),
        "domain": _("Domain"),
        "task": _("Task"),
        "service": _("Service"),
        "difficulty": _("Difficulty"),
        "status": _("Your record"),
    }[name]
    if value and value not in labels:
        labels = {value: value, **labels}  # an old address may ask for what is gone
    return Facet(name, label, [Choice(id, text, id == value) for id, text in labels.items()])


def _narrowed(wanted: Filter, facets: list[Facet]) -> list[Narrowed]:
    here = reverse("sittings:question-list")
    found = []
    if wanted.q:
        found.append(Narrowed(_("Search"), wanted.q, here + wanted.without("q").query))
    for facet in facets:
        found += [
            Narrowed(facet.label, choice.label, here + wanted.without(facet.name).query)
            for choice in facet.choices
            if choice.is_chosen
        ]
    return found


@require_safe
def question_list(request: LearnerRequest) -> HttpResponse:
    """`page` beyond the last shows the last; `end` says that the way through the list ended."""
    learner, language = learner_of(request), get_language()
    wanted = Filter.read(request.GET)
    publication = Publication.latest()
    facets = _facets(wanted, publication.facets, language)
    listings = wanted.listings(language, learner).defer("words")
    page = Paginator(listings, PAGE_SIZE).get_page(request.GET.get("page"))
    owned = own(learner, [listing.question_id for listing in page])
    domains = {
        domain["id"]: _named(domain["name"], language)
        for exam in publication.facets.get("exams", [])
        for domain in exam["domains"]
    }
    rows = [
        Row(
            listing,
            domains.get(listing.domain, ""),
            owned.get(listing.question_id),
            reverse("sittings:question-detail", args=[listing.question_id]) + wanted.query,
        )
        for listing in page
    ]
    context = {
        "wanted": wanted,
        "facets": facets,
        "narrowed": _narrowed(wanted, facets),
        "page": page,
        "rows": rows,
        "steps": _steps(wanted, page),
        "is_end": "end" in request.GET,
        "is_faceted": wanted.without("q") != Filter(),
        "is_bank_empty": not publication.questions,
    }
    part = "#list" if request.htmx else ""
    response = render(request, f"sittings/questions.html{part}", context)
    if request.htmx:
        number = f"page={page.number}" if page.number > 1 else ""
        query = "&".join(part for part in (wanted.query.removeprefix("?"), number) if part)
        response.headers["HX-Replace-Url"] = f"{request.path}?{query}" if query else request.path
    return response


def _steps(wanted: Filter, page: Any) -> dict[str, str]:
    """Addresses of the pages before and after; "" at the ends."""
    joint = f"{wanted.query}&page=" if wanted.query else "?page="
    here = reverse("sittings:question-list") + joint
    return {
        "previous": f"{here}{page.previous_page_number()}" if page.has_previous() else "",
        "next": f"{here}{page.next_page_number()}" if page.has_next() else "",
    }
