"""What the lists show and can be narrowed by: written anew with each publishing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from quiz.assessment.item import Comparison, Exam, Item
from quiz.bank.models import ComparisonListing, Listing
from quiz.bank.render import Surroundings, table_entry
from quiz.bank.search import refresh_index, words
from quiz.bank.shown import Page, languages


def write_questions(items: Mapping[str, Item], around: Surroundings) -> None:
    """The list of questions in each language, in the order of exam, task and id."""
    Listing.objects.all().delete()
    Listing.objects.bulk_create(
        [
            Listing(
                question_id=item.id,
                language=language,
                position=position,
                exam=item.exam,
                domain=around.domain_of(item).id,
                task=item.task,
                difficulty=item.difficulty,
                title=Page(language).plain(item.text("title", language)),
                words=words(
                    *(item.text(path, language).value for path in ("title", "scenario", "stem"))
                ),
            )
            for position, item in enumerate(around.in_order(items.values()), start=1)
            for language in languages()
        ],
        batch_size=200,
    )
    refresh_index()


def write_comparisons(comparisons: Iterable[Comparison]) -> None:
    """The list of comparisons in each language."""
    ComparisonListing.objects.all().delete()
    ComparisonListing.objects.bulk_create(
        [
            ComparisonListing(comparison_id=comparison.id, language=language, **entry)
            for comparison in comparisons
            for language in languages()
            for entry in [table_entry(comparison, language)]
        ]
    )


def facets(every: Iterable[Exam], asked: Collection[Item]) -> dict[str, Any]:
    """Of what is asked: exams with their domains and tasks, names by language; and services."""
    tasks = {(item.exam, item.task) for item in asked}
    exams = []
    for exam in every:
        domains = [
            {
                "id": domain.id,
                "name": dict(domain.name),
                "tasks": [
                    {"id": task.id, "name": dict(task.name)}
                    for task in domain.tasks
                    if (exam.id, task.id) in tasks
                ],
            }
            for domain in exam.domains
        ]
        used = [domain for domain in domains if domain["tasks"]]
        if used:
            exams.append({"id": exam.id, "name": dict(exam.name), "domains": used})
    services = sorted({service for item in asked for service in item.services})
    return {"exams": exams, "services": services}
