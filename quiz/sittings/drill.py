"""Sort one statement of a comparison to a subject. Copies of a form leave one response."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from quiz.accounts.guests import new_guest
from quiz.accounts.models import User
from quiz.assessment.drill import Sorted, next_statement
from quiz.assessment.item import digest_of
from quiz.bank.models import Comparison
from quiz.sittings.models import DrillResponse, DrillRun


class DrillError(Exception):
    """The form does not fit what is asked now: the table was changed, or it is another's run."""


def done_in(run: DrillRun) -> list[Sorted]:
    rows = DrillResponse.objects.filter(run=run).order_by("position")
    return [Sorted(*row) for row in rows.values_list("statement", "is_correct")]


def open_run(comparison: Comparison, learner: User | None) -> tuple[DrillRun, list[Sorted]] | None:
    """The learner's last run, if something in it is left to sort and the table is the same."""
    run = DrillRun.objects.sat_by(learner).filter(comparison=comparison).order_by("began_at").last()
    if run is None or run.digest != digest_of(comparison.document):
        return None
    done = done_in(run)
    return None if next_statement(run.order, done) is None else (run, done)


def sort(
    comparison: Comparison,
    run_id: uuid.UUID,
    statement: int,
    subject: str,
    *,
    position: int,
    by: User | None,
    address: str,
    at: datetime,
    rng: random.Random,
) -> tuple[DrillResponse, User]:
    """Record that `statement` was put to `subject`, as response number `position` of the run.

    The first response begins the run. A copy gets the first one's response. None as `by` makes
    a guest.

    Raises DrillError where the form does not fit, LimitExceededError for too many guests.
    """
    drills = comparison.value.drills
    if not 0 <= statement < len(drills) or subject not in comparison.value.subjects:
        raise DrillError("no such statement or subject")
    try:
        with transaction.atomic(durable=True):
            run, learner = _run(comparison, run_id, statement, by, address, at=at, rng=rng)
            done = done_in(run)
            if position <= len(done):
                return DrillResponse.objects.get(run=run, position=position), learner
            if position != len(done) + 1 or next_statement(run.order, done) != statement:
                raise DrillError("another statement is asked now")
            response = DrillResponse.objects.create(
                run=run,
                position=position,
                statement=statement,
                subject=subject,
                is_correct=subject == drills[statement].subject,
                responded_at=at,
            )
    except IntegrityError as error:
        raise DrillError("a copy was quicker") from error
    return response, learner


def _run(
    comparison: Comparison,
    run_id: uuid.UUID,
    first: int,
    by: User | None,
    address: str,
    *,
    at: datetime,
    rng: random.Random,
) -> tuple[DrillRun, User]:
    digest = digest_of(comparison.document)
    run = DrillRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        learner = by or new_guest(address, at=at)
        order = _order(len(comparison.value.drills), first, rng)
        run = DrillRun.objects.create(
            pk=run_id,
            learner=learner,
            comparison=comparison,
            digest=digest,
            order=order,
            began_at=at,
        )
        return run, learner
    if by is None or run.learner_id != by.pk or run.digest != digest:
        raise DrillError("not a run of this learner and this table")
    return run, by


def _order(size: int, first: int, rng: random.Random) -> Sequence[int]:
    """The statement that was shown, then the others in any order."""
    return [first, *rng.sample([n for n in range(size) if n != first], size - 1)]
