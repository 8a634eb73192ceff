from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import connections, models
from django.urls import reverse

from quiz.accounts.models import User
from quiz.bank.models import Comparison, Question, Revision

# How late a save may come over a slow line and still be kept; until then no key is told.
GRACE = timedelta(seconds=2)


class SittingQuerySet(models.QuerySet["Sitting"]):
    def sat_by(self, learner: User | None) -> Self:
        """The learner's own; nothing for a visitor."""
        return self.none() if learner is None else self.filter(learner=learner)

    def unsettled(self, at: datetime) -> Self:
        """Those past their deadline, so that nothing can change any more, and not settled yet."""
        return self.filter(
            kind=Sitting.EXAM,
            finished_at=None,
            abandoned_at=None,
            deadline_at__lt=at - GRACE,
        )

    def hold(self) -> Self:
        """As they stand now, and nobody else writes to them until this transaction ends.

        Whatever writes takes the learner's row and then the sitting's, in the order that `of` has,
        so that no two wait for each other.
        """
        return self.select_related("learner").select_for_update(of=("learner", "self"))


class Sitting(models.Model):
    """One learner, one form, start to finish.

    `key` names it in addresses. `form` is a form of `exam`, or "" for a practice set. A mock exam
    has a `deadline_at`; past it the sitting *is* finished, whether or not anything has written so.
    `summary` is written when it ends: see `result.summary_of`. Rows of the first version have
    neither key nor kind.
    """

    EXAM, PRACTICE = "exam", "practice"

    key = models.UUIDField(null=True, unique=True)
    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, blank=True)
    exam = models.CharField(max_length=100, blank=True)
    form = models.CharField(max_length=100, blank=True)
    items = models.PositiveSmallIntegerField(default=0)
    has_extra_time = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    summary = models.JSONField(null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["learner", "kind", "began_at"], name="own_sittings"),
        ]

    def __str__(self) -> str:
        return f"sitting {self.pk}"

    def is_running(self, at: datetime) -> bool:
        is_open = self.finished_at is None and self.abandoned_at is None
        return is_open and (self.deadline_at is None or at < self.deadline_at)

    def takes_saves(self, at: datetime) -> bool:
        """Also a little late: a save may have been on its way when the time was over."""
        is_open = self.finished_at is None and self.abandoned_at is None
        return is_open and (self.deadline_at is None or at <= self.deadline_at + GRACE)


class Slot(models.Model):
    """A position in a sitting, from 1: whom which revision was asked, its options in which order.

    `sitting` is None where a question was answered by itself. `option_order` holds option ids as
    they were displayed, such as "cadb". `nonce` is the form's, so that its copies find the first
    one's response; a mock exam has none.

    The rest is of sittings: what was drawn, and what is entered at present. `made_from` names the
    rendition, `was_seen` says that the learner had met the question before, `pick` how many options
    are to be chosen. `selected` and `eliminated` hold option ids in the item's order.
    """

    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    sitting = models.ForeignKey(Sitting, models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    option_order = models.CharField(max_length=6)
    nonce = models.UUIDField(unique=True, null=True)
    made_from = models.CharField(max_length=64, blank=True)
    domain = models.CharField(max_length=100, blank=True)
    task = models.CharField(max_length=20, blank=True)
    is_unscored = models.BooleanField(default=False)
    was_seen = models.BooleanField(default=False)
    pick = models.PositiveSmallIntegerField(default=1)
    selected = models.CharField(max_length=6, blank=True)
    is_flagged = models.BooleanField(default=False)
    eliminated = models.CharField(max_length=6, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "position"], name="one_slot_a_position")
        ]

    def __str__(self) -> str:
        return f"slot {self.position} of sitting {self.sitting_id}"

    @property
    def own_sitting(self) -> Sitting:
        """Raises Sitting.DoesNotExist where the question was answered by itself."""
        if self.sitting is None:
            raise Sitting.DoesNotExist("the question was answered by itself")
        return self.sitting


class Entry(models.Model):
    """What a learner had entered in a slot of a sitting at one moment. Rows are only ever added.

    The last choice that came in time counts; the slot holds it too. No choice (`is_choice`) is
    what only repeats the one before: the learner went on, or chose more than are asked for.
    """

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    selected = models.CharField(max_length=6, blank=True)
    entered_at = models.DateTimeField()
    is_choice = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.selected or 'nothing'} in {self.slot_id}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def sat_by(self, learner: User | None) -> Self:
        """The learner's own; nothing for a visitor."""
        return self.none() if learner is None else self.filter(learner=learner)


class Response(models.Model):
    """What was selected, and its grade by the rule of that day. Rows are only ever added.

    `selected` holds option ids in the item's order, such as "ac". `learner` and `question` stand
    here too, so that what a learner did with a question is one look at an index.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", db_index=False)
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    selected = models.CharField(max_length=6)
    responded_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    max_score = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=30)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["learner", "question", "responded_at"], name="own_by_question"),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("sittings:response-feedback", args=[self.pk])

    @property
    def is_correct(self) -> bool:
        return self.score == self.max_score


class FlagQuerySet(models.QuerySet["Flag"]):
    def set_by(self, learner: User | None) -> Self:
        """The learner's own; nothing for a visitor."""
        return self.none() if learner is None else self.filter(learner=learner)

    def is_set(self, learner: User | None, question_id: str) -> bool:
        """By hand: it stands on each question page, where putting a query together costs most."""
        if learner is None:
            return False
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM sittings_flag WHERE learner_id = %s AND question_id = %s",
                [learner.pk, question_id],
            )
            return cursor.fetchone() is not None


class Flag(models.Model):
    """A learner marked a question to come back to."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    flagged_at = models.DateTimeField()

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "question"], name="flagged_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}, flagged by {self.learner_id}"


class DrillRunQuerySet(models.QuerySet["DrillRun"]):
    def sat_by(self, learner: User | None) -> Self:
        """The learner's own; nothing for a visitor."""
        return self.none() if learner is None else self.filter(learner=learner)


class DrillRun(models.Model):
    """A learner sorts the statements of a comparison, as it was when its `digest` was taken.

    `order` holds the statements' numbers, from 0, as they are asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    order = models.JSONField()
    began_at = models.DateTimeField()

    objects = DrillRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"drill of {self.comparison_id}"


class DrillResponse(models.Model):
    """Which subject a statement was put to; `position` counts from 1. Rows are only ever added."""

    run = models.ForeignKey(DrillRun, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    statement = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=100)
    is_correct = models.BooleanField()
    responded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="sorted_once")
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.run_id}"
