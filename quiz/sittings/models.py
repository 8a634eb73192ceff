from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.urls import reverse

from quiz.accounts.models import User
from quiz.bank.models import Revision


class Sitting(models.Model):
    """One learner, one form, start to finish; a question answered by itself is a form of one."""

    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Slot(models.Model):
    """A position in a sitting, from 1: which revision was asked, its options in which order.

    `option_order` holds option ids as they were displayed, such as "cadb". `nonce` is the form's,
    so that its copies find the first one's response.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    option_order = models.CharField(max_length=6)
    nonce = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"slot {self.position} of sitting {self.sitting_id}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def sat_by(self, learner: User | None) -> Self:
        """The learner's own; nothing for a visitor."""
        if learner is None:
            return self.none()
        return self.filter(slot__sitting__learner_id=learner.pk)


class Response(models.Model):
    """What was selected, and its grade by the rule of that day. Rows are only ever added.

    `selected` holds option ids in the item's order, such as "ac".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    selected = models.CharField(max_length=6)
    responded_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    max_score = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=30)

    objects = ResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"response {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("sittings:response-feedback", args=[self.pk])

    @property
    def is_correct(self) -> bool:
        return self.score == self.max_score
