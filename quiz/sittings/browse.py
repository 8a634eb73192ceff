"""Finding questions: what a learner narrowed the list by, and what is listed then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from quiz.accounts.models import User
from quiz.bank.models import Listing, Question
from quiz.bank.search import LONGEST_QUERY, phrases
from quiz.sittings.models import Flag, Response
from quiz.sittings.settle import due_of

STATUSES = ("new", "correct", "wrong", "flagged")
DIFFICULTIES = ("1", "2", "3")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the list is narrowed by; "" where it is not. `q` is what is searched for."""

    q: str = ""
    exam: str = ""
    domain: str = ""
    task: str = ""
    service: str = ""
    difficulty: str = ""
    status: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """From an address. A status or difficulty that does not exist narrows nothing."""
        if not data:
            return cls()
        values = {
            name: data.get(name, "").replace("\0", "").strip()[:LONGEST_QUERY]
            for name in cls.__dataclass_fields__
        }
        if values["status"] not in STATUSES:
            values["status"] = ""
        if values["difficulty"] not in DIFFICULTIES:
            values["difficulty"] = ""
        return cls(**values)

    @cached_property
    def query(self) -> str:
        """For an address: "?domain=secure", or "" where nothing is narrowed."""
        narrowed = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(narrowed)}" if narrowed else ""

    def without(self, name: str) -> Self:
        return replace(self, **{name: ""})

    def listings(self, language: str, learner: User | None) -> QuerySet[Listing]:
        """In order. What a visitor did is nothing, so all is new to them."""
        rows = Listing.objects.filter(language=language)
        for name in ("exam", "domain", "task", "difficulty"):
            if value := getattr(self, name):
                rows = rows.filter(**{name: value})
        if self.service:
            rows = rows.about(self.service)
        if phrases(self.q):
            rows = rows.filter(words__matches=self.q)
        elif self.q:
            rows = rows.none()
        return self._by_status(rows, learner).order_by("position")

    def _by_status(self, rows: QuerySet[Listing], learner: User | None) -> QuerySet[Listing]:
        if self.status == "flagged":
            return rows.filter(Exists(_flags(learner, "question")))
        due = due_of(learner, at=timezone.now()) if self.status else {}
        if self.status == "new":
            responses = Response.objects.sat_by(learner).filter(question=OuterRef("question"))
            return rows.exclude(Exists(responses)).exclude(question__in=due)
        if self.status:
            is_correct = self.status == "correct"
            rows = rows.annotate(missing=_missing(learner, "question"))
            written = rows.filter(missing=0) if is_correct else rows.filter(missing__gt=0)
            if not due:
                return written
            those = [question for question, is_right in due.items() if is_right == is_correct]
            written = written.exclude(question__in=due)
            return rows.filter(Q(pk__in=written.values("pk")) | Q(question__in=those))
        return rows


class Own(NamedTuple):
    """What a learner did with a question; `status` is new, correct or wrong, by the last answer."""

    status: str
    is_flagged: bool


def own(learner: User | None, question_ids: Iterable[str]) -> dict[str, Own]:
    """By question id, one query; empty for a visitor."""
    if learner is None:
        return {}
    rows = Question.objects.filter(pk__in=list(question_ids)).annotate(
        missing=_missing(learner, "pk"), flagged=Exists(_flags(learner, "pk"))
    )
    due = due_of(learner, at=timezone.now())
    found = {}
    for id, missing, flagged in rows.values_list("pk", "missing", "flagged"):
        is_right = due.get(id, None if missing is None else missing == 0)
        status = "new" if is_right is None else "correct" if is_right else "wrong"
        found[id] = Own(status, bool(flagged))
    return found


def _flags(learner: User | None, question: str) -> QuerySet[Flag]:
    return Flag.objects.set_by(learner).filter(question=OuterRef(question))


def _missing(learner: User | None, question: str) -> Subquery:
    """Points that the last response lacks: 0 is correct; NULL where there is none."""
    responses = Response.objects.sat_by(learner).filter(question=OuterRef(question))
    points: Any = F("max_score") - F("score")
    latest = responses.order_by("-responded_at").values(points=points)[:1]
    return Subquery(latest, output_field=IntegerField())
