from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import F

from quiz.assessment import item
from quiz.assessment.item import Item
from quiz.bank.shown import ShownDecoder


class Exam(models.Model):
    """`document` is `assessment.item.Exam` as JSON."""

    id = models.SlugField(primary_key=True, max_length=100)
    document = models.JSONField()
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.id


class Question(models.Model):
    """An item's lasting identity. `current` is what is asked now; None once it is retired.

    `made_from` is that of the current revision's renditions. `options` holds its options' ids as
    written, such as "abcd"; `is_shuffled` whether they are shown in another order each time; `pick`
    says how many are to be chosen.
    """

    id = models.SlugField(primary_key=True, max_length=100)
    current = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")
    made_from = models.CharField(max_length=64, blank=True)
    options = models.CharField(max_length=6, blank=True)
    is_shuffled = models.BooleanField(default=True)
    pick = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.id


class QuestionService(models.Model):
    """The current revision of `question` is about an AWS service, or what else its exam lists."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    service = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "question"], name="listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} is about {self.service}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def current(self) -> Self:
        return self.filter(question__current_id=F("pk"))


class Revision(models.Model):
    """What a question said at one moment. A row is written once and never changed or deleted."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    published_at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "digest"], name="one_row_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}@{self.digest[:8]}"

    @property
    def item(self) -> Item:
        return items_of([(self.pk, self.digest)])[self.pk]


_KEPT = 512  # items
_items: dict[int, tuple[str, Item]] = {}  # by revision; kept by process, since none ever changes


def items_of(revisions: Iterable[tuple[int, str]]) -> dict[int, Item]:
    """By the revisions' keys, each given with its digest; one query for all not met before.

    Raises Revision.DoesNotExist where there is no such revision.
    """
    wanted = dict(revisions)
    found = {pk: _items[pk][1] for pk in wanted if pk in _items and _items[pk][0] == wanted[pk]}
    missing = wanted.keys() - found.keys()
    if missing:
        rows = Revision.objects.filter(pk__in=missing).values_list("pk", "document")
        new = {pk: Item.from_document(document) for pk, document in rows}
        if len(new) < len(missing):
            raise Revision.DoesNotExist(f"there is no revision {missing - new.keys()}")
        if len(_items) + len(new) > _KEPT:
            _items.clear()
        _items.update((pk, (wanted[pk], item)) for pk, item in new.items())
        found |= new
    return found


class Rendition(models.Model):
    """A revision as a page in `language` shows it: a cache, made anew when `made_from` changes.

    `face` is what may be seen before an answer. `judging` is what an answer is met with: what is
    said of each option, and the takeaway; `teaching` is the rest, the same whatever was answered.
    `made_from` is the digest of all that went in: the revision, what it refers to, and the
    renderers' version. `renderer` is that version alone.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    renderer = models.PositiveIntegerField()
    made_from = models.CharField(max_length=64)
    face = models.JSONField(decoder=ShownDecoder)
    judging = models.JSONField(decoder=ShownDecoder)
    teaching = models.JSONField(decoder=ShownDecoder)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "language"], name="one_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} in {self.language}"


class ListingQuerySet(models.QuerySet["Listing"]):
    def about(self, service: str) -> Self:
        return self.filter(
            question__in=QuestionService.objects.filter(service=service).values("question")
        )


class Listing(models.Model):
    """A question, as it is asked now, in the list and the search of one language.

    `position` orders the list, from 1: by exam, task and id. `words` are what can be searched
    for, as `search` writes them; they stand last, so that other columns are read without them.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    position = models.PositiveIntegerField()
    exam = models.CharField(max_length=100)
    domain = models.CharField(max_length=100)
    task = models.CharField(max_length=20)
    difficulty = models.PositiveSmallIntegerField(null=True)
    title = models.JSONField(decoder=ShownDecoder)
    words = models.TextField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "question"], name="listed_in_a_language")
        ]
        indexes: ClassVar = [
            # All that filters, so that counting reads the index alone.
            models.Index(
                fields=["language", "position", "exam", "domain", "task", "difficulty", "question"],
                name="listed_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} in {self.language}"


class Comparison(models.Model):
    """`document` is `assessment.item.Comparison` as JSON; `shown` its table, by page language."""

    id = models.SlugField(primary_key=True, max_length=100)
    document = models.JSONField()
    shown = models.JSONField(decoder=ShownDecoder)
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.id

    @property
    def value(self) -> item.Comparison:
        return item.Comparison.from_document(self.document)


class ComparisonListing(models.Model):
    """A comparison in the list and the search of one language; `text` is all that it says."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    title = models.JSONField(decoder=ShownDecoder)
    subjects = models.JSONField(decoder=ShownDecoder)
    drills = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["language", "comparison"], name="table_listed_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comparison_id} in {self.language}"


class ComparisonUse(models.Model):
    """A question, as it is asked now, names a comparison."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comparison", "question"], name="named_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} names {self.comparison_id}"


class Misconception(models.Model):
    """`document` is `assessment.item.Misconception` as JSON."""

    id = models.SlugField(primary_key=True, max_length=100)
    document = models.JSONField()
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.id


class Publication(models.Model):
    """The one row (pk 1) that says what was published last, and what was wrong with the last try.

    `fingerprint` is of the files that were read, `digest` of the bank that is served. `facets` is
    what the list can be narrowed by, as `publish` writes it.
    """

    fingerprint = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    questions = models.PositiveIntegerField(default=0)
    opening = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    problems = models.JSONField(default=list)
    facets = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest[:8] or "nothing published"

    @classmethod
    def latest(cls) -> Self:
        """The row, or an unsaved empty one where nothing was ever published."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
