from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse

from quiz.accounts.models import User
from quiz.bank.models import Question, Revision


class Sitting(models.Model):
    """One learner, one form, start to finish."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Slot(models.Model):
    """A position in a sitting, from 1: which revision was asked of whom, its options in what order.

    `sitting` is None where a question was answered by itself. `option_order` holds option ids as
    they were displayed, such as "cadb". `nonce` is the form's, so that its copies find the first
    one's response.
    """

    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    sitting = models.ForeignKey(Sitting, models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    option_order = models.CharField(max_length=6)
    nonce = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"slot {self.position} of sitting {self.sitting_id}"


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
