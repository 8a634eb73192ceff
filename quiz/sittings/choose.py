"""Choosing a practice set: how many of which questions, in which order."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from quiz.accounts.models import User
from quiz.assessment.practice import USUAL, Answered, clamped, weakest_first
from quiz.bank.models import Listing, QuestionService
from quiz.bank.shown import languages
from quiz.sittings.browse import Filter
from quiz.sittings.models import Response

CUSTOM = "custom"
COUNTS = (*(str(count) for count in USUAL), CUSTOM)
ORDERS = ("mixed", "weakest")
MOST_CHOSEN = 100  # values of one name that are read from an address


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a practice set is made of; its fields are those of the address.

    `filter` narrows as the list of questions is narrowed, but for domains, tasks and services, of
    which several may be chosen. A domain of which tasks are chosen gives those, any other all.
    """

    filter: Filter = field(default_factory=Filter)
    domains: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    order: str = ORDERS[0]
    count: str = "10"
    custom: int = 15

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """From an address or a form. What does not exist is as if it were not there."""
        count, order = data.get("count", ""), data.get("order", "")
        return cls(
            filter=replace(Filter.read(data), domain="", task="", service=""),
            domains=_several(data, "domain"),
            tasks=_several(data, "task"),
            services=_several(data, "service"),
            order=order if order in ORDERS else cls.order,
            count=count if count in COUNTS else cls.count,
            custom=_number(data.get("custom", ""), cls.custom),
        )

    @property
    def most(self) -> int:
        """How many are asked at most."""
        return self.custom if self.count == CUSTOM else int(self.count)

    @cached_property
    def query(self) -> str:
        """For an address: "?domain=secure&domain=resilient", or "" where all is as usual."""
        pairs = list(self._pairs())
        return f"?{urlencode(pairs)}" if pairs else ""

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.count != Choice.count:
            yield "count", self.count
        if self.count == CUSTOM:
            yield "custom", str(self.custom)
        for name in ("q", "exam", "difficulty", "status"):
            if value := getattr(self.filter, name):
                yield name, value
        for name in ("domain", "task", "service"):
            for value in getattr(self, f"{name}s"):
                yield name, value
        if self.order != Choice.order:
            yield "order", self.order

    def listings(
        self, language: str, learner: User | None, left_out: Collection[str] = ()
    ) -> QuerySet[Listing]:
        """The questions that fit, but for those with an id in `left_out`."""
        rows = self.filter.listings(language, learner)
        if self.tasks:
            refined = Listing.objects.filter(language=language, task__in=self.tasks)
            whole = set(self.domains) - set(refined.values_list("domain", flat=True).distinct())
            rows = rows.filter(Q(task__in=self.tasks) | Q(domain__in=whole))
        elif self.domains:
            rows = rows.filter(domain__in=self.domains)
        if self.services:
            about = QuestionService.objects.filter(service__in=self.services)
            rows = rows.filter(question__in=about.values("question"))
        return rows.exclude(question__in=left_out) if left_out else rows


def _several(data: QueryDict, name: str) -> tuple[str, ...]:
    values = (value.replace("\0", "").strip()[:100] for value in data.getlist(name)[:MOST_CHOSEN])
    return tuple(dict.fromkeys(value for value in values if value))


def _number(text: str, usual: int) -> int:
    try:
        return clamped(int(text[:9]))
    except ValueError:
        return usual


def pick(
    choice: Choice,
    language: str,
    learner: User | None,
    left_out: Collection[str] = (),
    *,
    rng: random.Random,
) -> list[str]:
    """The ids of the questions to ask, in order; empty where none fits."""
    rows = choice.listings(language, learner, left_out).order_by()
    if choice.order == "mixed":
        ids = list(rows.values_list("question_id", flat=True))
        return rng.sample(ids, min(len(ids), choice.most))
    fields: Any = rows.values_list("question_id", "exam", "domain")
    asked = {id: (exam, domain) for id, exam, domain in fields}
    return weakest_first(asked, _answers(learner), rng=rng)[: choice.most]


def _answers(learner: User | None) -> list[Answered]:
    """The learner's responses to what is asked now, oldest first."""
    own = Response.objects.sat_by(learner)
    rows = Listing.objects.filter(language=languages()[0], question__in=own.values("question"))
    places = {
        id: (exam, domain) for id, exam, domain in rows.values_list("question_id", "exam", "domain")
    }
    responses = own.order_by("responded_at").values_list("question_id", "score", "max_score")
    return [
        Answered(id, places[id], score == most) for id, score, most in responses if id in places
    ]


def still_asked(ids: Collection[str], left_out: Collection[str]) -> list[str]:
    """Those of `ids` that may be asked now, in the order of the list."""
    rows = Listing.objects.filter(language=languages()[0], question__in=ids)
    rows = rows.exclude(question__in=left_out).order_by("position")
    return list(rows.values_list("question_id", flat=True))
