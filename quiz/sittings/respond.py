"""Record and grade one response. Copies of the same form, however many at once, leave one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from quiz.accounts.guests import new_guest
from quiz.accounts.models import User
from quiz.assessment.grading import grade_all_or_nothing
from quiz.bank.models import Revision
from quiz.sittings.models import Response, Slot
from quiz.sittings.rows import insert
from quiz.sittings.settle import settle_due
from quiz.sittings.tickets import Ticket, TicketError

# How long after a visitor's first answer a copy of it, sent again over a bad network, still leads
# to the same guest. Later it could come from the next person at the same browser.
COPY_WINDOW = timedelta(hours=1)


def respond(
    ticket: Ticket,
    revision: Revision,
    selected: Collection[str],
    *,
    by: User | None,
    address: str,
    at: datetime,
) -> tuple[Response, User]:
    """The response to the form of `ticket`, and whose it is; None as `by` makes a guest.

    A copy of a form that was answered before gets that first response, whatever it selects.

    Raises TicketError where somebody else has answered with this ticket, and
    LimitExceededError where too many guests came from `address`.
    """
    if by is not None:
        settle_due(by, at=at)
    try:
        with transaction.atomic(durable=True):
            learner = by or new_guest(address, at=at)
            return _record(ticket, revision, selected, learner=learner, at=at), learner
    except IntegrityError:
        first = _answered(ticket)
        if first is None:
            raise
    learner = first.learner
    is_copy = learner == by or (
        by is None and learner.is_guest and at - first.responded_at < COPY_WINDOW
    )
    if not is_copy:
        raise TicketError("answered by somebody else")
    return first, learner


def _record(
    ticket: Ticket, revision: Revision, selected: Collection[str], *, learner: User, at: datetime
) -> Response:
    slot = Slot(
        learner_id=learner.pk,
        position=1,
        revision_id=revision.pk,
        option_order=ticket.option_order,
        nonce=ticket.nonce,
    )
    slot.pk = insert(Slot, vars(slot))
    return record(slot, revision, selected, at=at)


def record(slot: Slot, revision: Revision, selected: Collection[str], *, at: datetime) -> Response:
    """A new response to what `slot` asked, which is `revision`, graded."""
    grade = grade_all_or_nothing(revision.item, frozenset(selected))
    response = Response(
        learner_id=slot.learner_id,
        question_id=revision.question_id,
        slot=slot,
        selected="".join(sorted(selected)),
        responded_at=at,
        score=grade.score,
        max_score=grade.max_score,
        rule=grade.rule,
    )
    insert(Response, vars(response))
    return response


def _answered(ticket: Ticket) -> Response | None:
    responses = Response.objects.select_related("learner", "slot")
    return responses.filter(slot__nonce=ticket.nonce).first()
