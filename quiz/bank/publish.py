"""Question files into the database: all or nothing, and nothing that a learner did is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from quiz.assessment.item import Bank, Item, digest_of
from quiz.authoring.problem import Problem
from quiz.authoring.read import Reader, Reading, fingerprint
from quiz.bank import listings, render
from quiz.bank.models import (
    Comparison,
    ComparisonUse,
    Exam,
    Misconception,
    Publication,
    Question,
    QuestionService,
    Rendition,
    Revision,
)
from quiz.bank.shown import languages
from quiz.rendering import VERSION

# Raised when publishing fills a column that it did not fill before, so that it is filled once.
COLUMNS = 2

Row = TypeVar("Row", Exam, Misconception, Comparison)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publishing did, or would do: question ids, sorted. With `errors` it did nothing."""

    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    def __str__(self) -> str:
        return (
            f"{len(self.added)} added, {len(self.revised)} revised, "
            f"{len(self.unchanged)} unchanged, {len(self.retired)} retired"
        )


def publish_folders(folders: Sequence[Path], *, at: datetime, is_trial: bool = False) -> Outcome:
    """Publish the question files in `folders` in place of all that is published now.

    With an error in any file nothing changes but `Publication.problems`. Files that are the same
    as last time are not even parsed. With `is_trial` nothing is written at all.
    """
    seen = seen_in(folders)
    if not is_trial and Publication.latest().fingerprint == seen:
        current = Question.objects.exclude(current=None).order_by("pk").values_list("pk", flat=True)
        return Outcome(unchanged=tuple(current))
    reading = Reader(folders).read()
    if is_trial:
        return _compare(reading.bank, tuple(reading.problems))
    return publish_reading(reading, seen=seen, at=at)


def seen_in(folders: Sequence[Path]) -> str:
    """A digest of all that a publishing of `folders` would be made from."""
    made_by = [VERSION, COLUMNS]
    return digest_of({"files": fingerprint(folders), "languages": languages(), "by": made_by})


def publish_reading(reading: Reading, *, seen: str, at: datetime) -> Outcome:
    """The same, of what was read when the files were `seen`."""
    bank = reading.bank
    outcome = _compare(bank, tuple(reading.problems))
    if outcome.errors:
        _note_problems(outcome.errors)
    else:
        publish(bank, fingerprint=seen, at=at)
    return outcome


def publish(bank: Bank, *, at: datetime, fingerprint: str = "") -> None:
    """Make `bank`, which has no errors, the one that is served; `fingerprint` is of its files."""
    with transaction.atomic(durable=True):
        _write(bank, at=at)
        _note_published(bank, fingerprint, at=at)


def _asked(bank: Bank) -> list[Item]:
    return [item for item in bank.items if item.status == "published"]


def _compare(bank: Bank, problems: tuple[Problem, ...]) -> Outcome:
    if any(problem.is_error for problem in problems):
        return Outcome(problems=problems)
    before = dict(Question.objects.exclude(current=None).values_list("pk", "current__digest"))
    now = {item.id: item.digest() for item in _asked(bank)}
    return Outcome(
        added=tuple(sorted(now.keys() - before.keys())),
        revised=tuple(sorted(id for id in now.keys() & before.keys() if now[id] != before[id])),
        unchanged=tuple(sorted(id for id in now.keys() & before.keys() if now[id] == before[id])),
        retired=tuple(sorted(before.keys() - now.keys())),
        problems=problems,
    )


def _write(bank: Bank, *, at: datetime) -> None:
    around = render.Surroundings(
        exams={exam.id: exam for exam in bank.exams},
        comparisons={comparison.id: comparison for comparison in bank.comparisons},
        misconceptions={belief.id: belief for belief in bank.misconceptions},
    )
    _write_surroundings(bank)
    items = {item.id: item for item in _asked(bank)}
    _write_revisions(items, at=at)
    _write_questions(items, around)
    _write_uses(items)
    _write_renditions(around)
    listings.write_questions(items, around)
    listings.write_comparisons(bank.comparisons)


def _write_surroundings(bank: Bank) -> None:
    exams = [Exam(pk=exam.id, document=exam.document()) for exam in bank.exams]
    beliefs = [
        Misconception(pk=belief.id, document=belief.document()) for belief in bank.misconceptions
    ]
    tables = [
        Comparison(
            pk=comparison.id,
            document=comparison.document(),
            shown={language: render.table(comparison, language) for language in languages()},
        )
        for comparison in bank.comparisons
    ]
    _replace(Exam, exams, ["document", "is_retired"])
    _replace(Misconception, beliefs, ["document", "is_retired"])
    _replace(Comparison, tables, ["document", "shown", "is_retired"])


def _replace(model: type[Row], rows: list[Row], fields: list[str]) -> None:
    """Write `rows`, and retire what is not among them: old feedback may still refer to it."""
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
    model._default_manager.exclude(pk__in=[row.pk for row in rows]).update(is_retired=True)


def _write_revisions(items: dict[str, Item], *, at: datetime) -> None:
    Question.objects.bulk_create([Question(pk=id) for id in items], ignore_conflicts=True)
    digests = {id: item.digest() for id, item in items.items()}
    rows = [
        Revision(question_id=id, digest=digests[id], document=item.document(), published_at=at)
        for id, item in items.items()
    ]
    Revision.objects.bulk_create(rows, ignore_conflicts=True)


def _write_questions(items: dict[str, Item], around: render.Surroundings) -> None:
    """What is asked now."""
    revisions = Revision.objects.values_list("question_id", "digest", "pk")
    current = {(question, digest): pk for question, digest, pk in revisions}
    rows = []
    for item in items.values():
        digest = item.digest()
        made_from = around.digest_for(item, digest)
        rows.append(
            Question(
                pk=item.id,
                current_id=current[item.id, digest],
                made_from=made_from,
                options="".join(option.id for option in item.options),
                is_shuffled=item.shuffle,
                pick=len(item.key),
            )
        )
    Question.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["current", "made_from", "options", "is_shuffled", "pick"],
    )
    Question.objects.exclude(pk__in=items).exclude(current=None).update(current=None)


def _write_uses(items: dict[str, Item]) -> None:
    ComparisonUse.objects.all().delete()
    ComparisonUse.objects.bulk_create(
        [
            ComparisonUse(comparison_id=comparison, question_id=item.id)
            for item in items.values()
            for comparison in item.comparisons
        ]
    )
    QuestionService.objects.all().delete()
    QuestionService.objects.bulk_create(
        [
            QuestionService(service=service, question_id=item.id)
            for item in items.values()
            for service in dict.fromkeys(item.services)
        ]
    )


def _write_renditions(around: render.Surroundings) -> None:
    """Make what is missing or stale; what a retired revision looked like stays as it was."""
    made = dict(Rendition.objects.values_list("revision_id", "made_from"))
    wanted = dict(Question.objects.exclude(current=None).values_list("current_id", "made_from"))
    stale = [pk for pk, made_from in wanted.items() if made.get(pk) != made_from]
    rows = []
    for revision in Revision.objects.in_bulk(stale).values():
        item = Item.from_document(revision.document)
        rows += [
            Rendition(
                revision=revision,
                language=language,
                renderer=VERSION,
                made_from=wanted[revision.pk],
                face=render.face(item, around, language),
                judging=render.judging(item, around, language),
                teaching=render.teaching(item, around, language),
            )
            for language in languages()
        ]
    Rendition.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["revision", "language"],
        update_fields=["renderer", "made_from", "face", "judging", "teaching"],
    )


def _note_problems(errors: Sequence[Problem]) -> None:
    publication = Publication.latest()
    publication.fingerprint = ""
    publication.problems = [str(problem) for problem in errors]
    publication.save()


def _note_published(bank: Bank, fingerprint: str, *, at: datetime) -> None:
    current = dict(Question.objects.exclude(current=None).values_list("pk", "current__digest"))
    openings = [exam.opening for exam in bank.exams if exam.opening in current]
    Publication(
        pk=1,
        fingerprint=fingerprint,
        digest=digest_of(current),
        questions=len(current),
        opening_id=next(iter([*openings, *sorted(current)]), None),
        problems=[],
        facets=listings.facets(bank.exams, _asked(bank)),
        published_at=at,
    ).save()
