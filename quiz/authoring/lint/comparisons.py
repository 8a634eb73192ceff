"""L35: a comparison that has something to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.authoring import shapes
from quiz.authoring.files import Source
from quiz.authoring.lint.measure import said
from quiz.authoring.lint.names import in_full, is_named
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
            if name and said([name], texts.plain(f"drills.{n}.statement")):
                told = f"the statement names '{name}', which is the answer: say it without"
                yield texts.problem(f"drills.{n}.statement", "L35", told)


def in_its_questions(source: Source, users: Sequence[Subject]) -> Iterator[Problem]:
    """The services in its title and subjects are in a question that shows it."""
    if not users:
        return
    shape: shapes.Comparison = source.shape
    known = {service for user in users for service in user.shape.services}
    compared = in_full(users[0].exam, "\n".join((shape.title, *shape.subjects.values())))
    asked = "\n".join(user.all_texts[0].whole for user in users) if compared - known else ""
    for service in sorted(compared - known):
        if not is_named(users[0], service, asked):
            told = f"'{service}' is compared, but no question that shows this table is about it"
            yield source.problem(("subjects",), "L35", told)
