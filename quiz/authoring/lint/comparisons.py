"""L35: a comparison that has something to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.authoring import shapes
from quiz.authoring.files import Source
from quiz.authoring.lint.subject import Subject, Texts
from quiz.authoring.problem import Problem

_ROWS = 3


def comparison(source: Source, all_texts: Sequence[Texts]) -> Iterator[Problem]:
    """Three rows or more, and cells that differ."""
    shape: shapes.Comparison = source.shape
    if len(shape.rows) < _ROWS:
        told = f"{len(shape.rows)} rows: compare in {_ROWS} or more, or say it in a sentence"
        yield source.problem(("rows",), "L35", told)
    for texts in all_texts:
        for n in range(len(shape.rows)):
            cells = {texts.plain(f"rows.{n}.{subject}") for subject in shape.subjects}
            if len(cells) == 1 and "" not in cells:
                told = "all cells of this row say the same: say how they differ, or delete it"
                yield texts.problem(f"rows.{n}", "L35", told, is_warning=True)
    yield from _drills(shape, all_texts)
    drilled = {drill.subject for drill in shape.drills}
    for subject in shape.subjects if drilled else ():
        if subject not in drilled:
            told = f"no drill is about '{subject}': add one, or it is never the answer"
            yield source.problem(("subjects", subject), "L35", told, is_warning=True)


def _drills(shape: shapes.Comparison, all_texts: Sequence[Texts]) -> Iterator[Problem]:
    for texts in all_texts:
        for n, drill in enumerate(shape.drills):
            name = texts.plain(f"subjects.{drill.subject}")
            if name and name.lower() in texts.plain(f"drills.{n}.statement").lower():
                told = f"the statement names '{name}', which is the answer: say it without"
                yield texts.problem(f"drills.{n}.statement", "L35", told)


def in_its_questions(source: Source, users: Sequence[Subject]) -> Iterator[Problem]:
    """The services in its title and subjects are in a question that shows it."""
    if not users:
        return
    shape: shapes.Comparison = source.shape
    known = {service for user in users for service in user.shape.services}
    asked = "\n".join(
        user.all_texts[0].plain(path) for user in users for path in user.all_texts[0].raw
    )
    for service in users[0].exam.services:
        named = [shape.title, *shape.subjects.values()]
        if any(service in text for text in named) and service not in known | _in(asked, service):
            told = f"'{service}' is compared, but no question that shows this table is about it"
            yield source.problem(("subjects",), "L35", told)


def _in(text: str, service: str) -> set[str]:
    return {service} if service in text else set()
