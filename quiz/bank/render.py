"""Items and comparisons as a page in one language shows them, as JSON values for `Rendition`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quiz.assessment.item import Comparison, Domain, Exam, Item, Misconception, digest_of
from quiz.bank.search import plain
from quiz.bank.shown import Page
from quiz.rendering import VERSION


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What items refer to, by id."""

    exams: Mapping[str, Exam]
    comparisons: Mapping[str, Comparison]
    misconceptions: Mapping[str, Misconception]

    def domain_of(self, item: Item) -> Domain:
        domains = self.exams[item.exam].domains
        return next(
            domain for domain in domains if any(task.id == item.task for task in domain.tasks)
        )

    def in_order(self, items: Iterable[Item]) -> list[Item]:
        """By exam, by task as the exam's file has them, and by id."""
        places = {
            (exam.id, task.id): (exam.id, place)
            for exam in self.exams.values()
            for place, task in enumerate(task for domain in exam.domains for task in domain.tasks)
        }
        return sorted(items, key=lambda item: (places[item.exam, item.task], item.id))

    def digest_for(self, item: Item, item_digest: str) -> str:
        """Of all that a rendition of `item` is made from."""
        exam = self.exams[item.exam]
        beliefs = [option.misconception for option in item.options if option.misconception]
        return digest_of(
            {
                "renderer": VERSION,
                "item": item_digest,
                "domains": exam.document()["domains"],
                "comparisons": [
                    self.comparisons[id].document()
                    for id in item.comparisons
                    if id in self.comparisons
                ],
                "misconceptions": [
                    self.misconceptions[id].document()
                    for id in beliefs
                    if id in self.misconceptions
                ],
            }
        )


def face(item: Item, surroundings: Surroundings, language: str) -> dict[str, Any]:
    """What may be seen before an answer, and nothing else."""
    page = Page(language)
    return {
        "title": page.plain(item.text("title", language)),
        "scenario": page.block(item.text("scenario", language)),
        "stem": page.inline(item.text("stem", language)),
        "options": {
            option.id: page.inline(item.text(f"options.{option.id}.text", language))
            for option in item.options
        },
        "domain": page.named(surroundings.domain_of(item).name),
        "difficulty": item.difficulty,
        "pick": len(item.key),
        "is_multiple_response": item.is_multiple_response,
        "shuffle": item.shuffle,
    }


def judging(item: Item, surroundings: Surroundings, language: str) -> dict[str, Any]:
    """What an answer is met with: what is said of each option, and the takeaway."""
    page = Page(language)
    return {
        "options": {
            option.id: {
                "rationale": page.inline(item.text(f"options.{option.id}.rationale", language)),
                "correct_if": page.inline(item.text(f"options.{option.id}.correct_if", language)),
                "reason": option.reason,
                "misconception": _belief(surroundings, option.misconception, page),
            }
            for option in item.options
        },
        "takeaway": page.inline(item.text("takeaway", language)),
    }


def teaching(item: Item, surroundings: Surroundings, language: str) -> dict[str, Any]:
    """What is shown after an answer, the same whatever it was."""
    page = Page(language)
    exam = surroundings.exams[item.exam]
    task = next(task for domain in exam.domains for task in domain.tasks if task.id == item.task)
    return {
        "explanation": page.block(item.text("explanation", language)),
        "diagrams": [_diagram(item, n, page) for n in range(item.diagrams)],
        "comparisons": [
            table(surroundings.comparisons[id], language)
            for id in item.comparisons
            if id in surroundings.comparisons
        ],
        "tips": [page.inline(item.text(f"tips.{n}", language)) for n in range(item.tips)],
        "references": _references(item, page),
        "services": list(item.services),
        "task_id": item.task,
        "task": page.named(task.name),
    }


def table(comparison: Comparison, language: str) -> dict[str, Any]:
    """A comparison's table, with its references."""
    page = Page(language)

    def cell(path: str) -> dict[str, str] | None:
        return page.inline(comparison.text(path, language))

    subjects = [cell(f"subjects.{subject}") for subject in comparison.subjects]
    return {
        "id": comparison.id,
        "title": page.plain(comparison.text("title", language)),
        "subjects": subjects,
        "rows": [
            {
                "aspect": cell(f"rows.{n}.aspect"),
                "cells": [
                    {"subject": shown, "text": cell(f"rows.{n}.{subject}")}
                    for subject, shown in zip(comparison.subjects, subjects, strict=True)
                ],
            }
            for n in range(comparison.rows)
        ],
        "references": _references(comparison, page),
    }


def table_entry(comparison: Comparison, language: str) -> dict[str, Any]:
    """What the list of comparisons shows of one, and `text`: all that the search looks through."""
    page = Page(language)
    paths = [
        "title",
        *(f"subjects.{subject}" for subject in comparison.subjects),
        *(
            f"rows.{n}.{part}"
            for n in range(comparison.rows)
            for part in ("aspect", *comparison.subjects)
        ),
    ]
    return {
        "title": page.plain(comparison.text("title", language)),
        "subjects": [
            page.inline(comparison.text(f"subjects.{subject}", language))
            for subject in comparison.subjects
        ],
        "drills": len(comparison.drills),
        "text": plain(" ".join(comparison.text(path, language).value for path in paths)),
    }


def drill(comparison: Comparison, n: int, language: str) -> dict[str, Any]:
    """A statement with the subjects to sort it to, and what is said after the answer."""
    page = Page(language)
    return {
        "statement": page.inline(comparison.text(f"drills.{n}.statement", language)),
        "subjects": {
            subject: page.inline(comparison.text(f"subjects.{subject}", language))
            for subject in comparison.subjects
        },
        "subject": comparison.drills[n].subject,
        "reason": page.inline(comparison.text(f"drills.{n}.reason", language)),
    }


def _references(of: Item | Comparison, page: Page) -> list[dict[str, Any]]:
    return [
        {"title": page.plain(of.text(f"references.{n}.title", page.language)), "url": url}
        for n, url in enumerate(of.references)
    ]


def _diagram(item: Item, n: int, page: Page) -> dict[str, Any]:
    text, alt = (item.text(f"diagrams.{n}.{part}", page.language) for part in ("text", "alt"))
    drawn = page.drawing(text, alt)
    return {
        "title": page.plain(item.text(f"diagrams.{n}.title", page.language)),
        "alt": alt.value,
        "svg": drawn,
    }


def _belief(surroundings: Surroundings, id: str, page: Page) -> dict[str, Any] | None:
    belief = surroundings.misconceptions.get(id)
    if belief is None:
        return None
    return {"name": page.named(belief.name), "correction": page.named_inline(belief.correction)}
