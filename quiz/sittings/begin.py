"""Begin a sitting: what is asked, and in which order, is decided here for good."""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from quiz.accounts.guests import new_guest
from quiz.accounts.models import User
from quiz.assessment.blueprint import Drawn, draw
from quiz.assessment.item import Exam, Form
from quiz.bank.models import Listing, Publication, Question
from quiz.bank.pool import pool
from quiz.bank.shown import languages
from quiz.sittings.models import GRACE, Response, Sitting, Slot
from quiz.sittings.settle import settle_due


class BusyError(Exception):
    """`sitting` is running already: one mock exam at a time."""

    def __init__(self, sitting: uuid.UUID) -> None:
        super().__init__(f"{sitting} is running")
        self.sitting = sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is begun: a form of an exam, with extra time or without."""

    exam: Exam
    form: Form
    has_extra_time: bool = False

    @property
    def minutes(self) -> int:
        """The exam's extra minutes are of its longest form; the others get them in proportion."""
        if not self.has_extra_time:
            return self.form.minutes
        longest = max(form.minutes for form in self.exam.forms)
        return self.form.minutes + round(self.exam.extra_minutes * self.form.minutes / longest)


def begin_exam(
    asked: Asked, *, by: User | None, address: str, at: datetime, rng: random.Random
) -> tuple[Sitting, User]:
    """A running sitting of its own, and whose it is; None as `by` makes a guest.

    Raises BusyError where the learner sits an exam already, TooFewQuestionsError where the bank
    has not enough for the form, LimitExceededError where too many guests came from `address`, and
    User.DoesNotExist where the learner was deleted since.
    """
    with transaction.atomic(durable=True):
        learner = by or new_guest(address, at=at)
        learner = User.objects.select_for_update().get(pk=learner.pk)
        if running := learner.busy_at(at):
            raise BusyError(running)
        settle_due(learner, at=at)
        seen = seen_by(learner)
        pooled = pool(Publication.latest(), asked.exam.id)
        drawn = draw(asked.form, asked.exam.weights, pooled.by_domain, seen, rng=rng)
        sitting = Sitting.objects.create(
            key=uuid.UUID(int=rng.getrandbits(128), version=4),
            learner=learner,
            kind=Sitting.EXAM,
            exam=asked.exam.id,
            form=asked.form.id,
            items=len(drawn.ids),
            has_extra_time=asked.has_extra_time,
            began_at=at,
            deadline_at=at + timedelta(minutes=asked.minutes),
        )
        Slot.objects.bulk_create(_slots(sitting, drawn, pooled.places, seen.keys(), rng))
        occupy(learner, sitting)
    return sitting, learner


def begin_practice(
    ids: Sequence[str], *, by: User | None, address: str, at: datetime, rng: random.Random
) -> tuple[Sitting, User]:
    """An open practice set that asks the questions `ids` in their order, and whose it is.

    Others may be open beside it. None as `by` makes a guest; raises LimitExceededError where too
    many came from `address`.
    """
    with transaction.atomic(durable=True):
        learner = by or new_guest(address, at=at)
        learner = User.objects.select_for_update().get(pk=learner.pk)
        settle_due(learner, at=at)
        listed = Listing.objects.filter(question__in=ids, language=languages()[0])
        rows = list(listed.values_list("question_id", "exam", "domain", "task"))
        exams = {exam for _, exam, _, _ in rows}
        places = {id: (domain, task) for id, _, domain, task in rows}
        sitting = Sitting.objects.create(
            key=uuid.UUID(int=rng.getrandbits(128), version=4),
            learner=learner,
            kind=Sitting.PRACTICE,
            exam=exams.pop() if len(exams) == 1 else "",
            items=len(ids),
            began_at=at,
        )
        drawn = Drawn(tuple(ids), frozenset())
        Slot.objects.bulk_create(_slots(sitting, drawn, places, seen_by(learner).keys(), rng))
    return sitting, learner


def occupy(learner: User, sitting: Sitting | None) -> None:
    """All pages of `learner` know of the running sitting, until nothing more is taken in it."""
    learner.busy_with = sitting.key if sitting else None
    learner.busy_until = sitting.deadline_at + GRACE if sitting and sitting.deadline_at else None
    learner.save(update_fields=["busy_with", "busy_until"])


def seen_by(learner: User) -> dict[str, float]:
    """When the learner last met each question, as a number that grows: answered it, or sat it.

    An exam shows all of its questions, in its review if not before; of a practice set those count
    that were answered.
    """
    answered = Response.objects.sat_by(learner).values("question_id").annotate(Max("responded_at"))
    met = {
        question: at.timestamp()
        for question, at in answered.values_list("question_id", "responded_at__max")
    }
    exams = Sitting.objects.sat_by(learner).filter(kind=Sitting.EXAM)
    began = {pk: at.timestamp() for pk, at in exams.values_list("pk", "began_at")}
    sat = Slot.objects.filter(sitting__in=began).values_list("revision__question_id", "sitting")
    for question, sitting in sat:  # many, so that a moment is read once an exam
        met[question] = max(met.get(question, 0.0), began[sitting])
    return met


def _slots(
    sitting: Sitting,
    drawn: Drawn,
    places: Mapping[str, tuple[str, str]],
    seen: Collection[str],
    rng: random.Random,
) -> list[Slot]:
    """Unsaved, from position 1 on, each with the revision of now and its options in an order.

    `places` has each question's domain and task.
    """
    rows = Question.objects.filter(pk__in=drawn.ids)
    fields = ("pk", "current_id", "made_from", "options", "is_shuffled", "pick")
    questions = {row[0]: row[1:] for row in rows.values_list(*fields)}
    slots = []
    for position, id_ in enumerate(drawn.ids, start=1):
        revision, made_from, order, is_shuffled, pick = questions[id_]
        domain, task = places[id_]
        slots.append(
            Slot(
                learner_id=sitting.learner_id,
                sitting_id=sitting.pk,
                position=position,
                revision_id=revision,
                option_order="".join(rng.sample(order, len(order))) if is_shuffled else order,
                made_from=made_from,
                domain=domain,
                task=task,
                is_unscored=id_ in drawn.unscored,
                was_seen=id_ in seen,
                pick=pick,
            )
        )
    return slots
