"""What files say of each other: ids, exams, services, comparisons, misconceptions, translations."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quiz.authoring.files import Source
from quiz.authoring.problem import Problem
from quiz.authoring.shape import Location
from quiz.authoring.texts import short_digest, texts_of


@dataclass(slots=True)
class Index:
    """All files by what they are. A name that is taken twice keeps the first."""

    exams: dict[Path, Source] = field(default_factory=dict)
    questions: dict[str, Source] = field(default_factory=dict)
    comparisons: dict[str, Source] = field(default_factory=dict)
    misconceptions: dict[str, Source] = field(default_factory=dict)
    translations: list[Source] = field(default_factory=list)


def index(sources: list[Source]) -> tuple[Index, list[Problem]]:
    found, problems = Index(), []
    for source in sources:
        if source.kind == "translation":
            found.translations.append(source)
            continue
        if source.kind == "misconceptions":
            for id in source.shape.misconceptions:
                where: Location = ("misconceptions", id)
                problems += _claim(found.misconceptions, id, source, where)
            continue
        if source.kind == "exam":
            found.exams[source.path.parent] = source
            continue
        shelf = found.questions if source.kind == "question" else found.comparisons
        problems += _claim(shelf, source.shape.id, source, ("id",))
    problems += _same_exam_twice(found)
    return found, problems


def _same_exam_twice(found: Index) -> Iterator[Problem]:
    times = Counter(source.shape.id for source in found.exams.values())
    for source in found.exams.values():
        if times[source.shape.id] > 1:
            said = f"the exam '{source.shape.id}' stands in more than one folder"
            yield source.problem(("id",), "R002", said)


def _claim(shelf: dict[str, Source], id: str, source: Source, where: Location) -> Iterator[Problem]:
    first = shelf.setdefault(id, source)
    if first is not source:
        yield source.problem(where, "R002", f"'{id}' is taken by {first.shown}: give another id")


def check(found: Index) -> Iterator[Problem]:
    """Everything that one file says of another and that does not hold."""
    for source in [*found.questions.values(), *found.comparisons.values()]:
        yield from _named_as_file(source)
        if source.exam is None or source.exam not in found.exams:
            if source.exam is None:
                yield source.problem((), "R003", "no exam.yaml in this folder or one above: add it")
            continue
        if source.kind == "question":
            yield from _question(source, found)
    for source in found.comparisons.values():
        yield from _comparison(source)
    for id, source in found.misconceptions.items():
        comparison = source.shape.misconceptions[id].comparison
        where: Location = ("misconceptions", id, "comparison")
        yield from _known(source, where, comparison, found.comparisons, "R006", "comparison")
    for source in found.exams.values():
        opening = source.shape.opening
        yield from _known(source, ("opening",), opening, found.questions, "R010", "question")
    for source in found.translations:
        yield from _translation(source, found)


def _named_as_file(source: Source) -> Iterator[Problem]:
    if source.shape.id != source.path.stem:
        said = f"the id '{source.shape.id}' must equal the file's name '{source.path.stem}'"
        yield source.problem(("id",), "R001", said)


def _known(
    source: Source, where: Location, name: str | None, known: Collection[str], code: str, noun: str
) -> Iterator[Problem]:
    if name is None or name in known:
        return
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    meant = f": did you mean '{near[0]}'?" if near else ": add it, or name another"
    yield source.problem(where, code, f"there is no {noun} '{name}'{meant}")


def _question(source: Source, found: Index) -> Iterator[Problem]:
    shape, exam = source.shape, found.exams[source.exam].shape  # type: ignore[index]
    tasks = [task for domain in exam.domains.values() for task in domain.tasks]
    yield from _known(source, ("task",), shape.task, tasks, "R004", "task")
    for n, service in enumerate(shape.services):
        yield from _known(source, ("services", n), service, exam.services, "R005", "service")
    for n, comparison in enumerate(shape.comparisons):
        where: Location = ("comparisons", n)
        yield from _known(source, where, comparison, found.comparisons, "R006", "comparison")
    for id, option in shape.options.items():
        where = ("options", id, "misconception")
        belief = option.misconception
        yield from _known(source, where, belief, found.misconceptions, "R007", "misconception")


def _comparison(source: Source) -> Iterator[Problem]:
    shape = source.shape
    for n, row in enumerate(shape.rows):
        for column in ("aspect", *shape.subjects):
            if column not in row:
                yield source.problem(("rows", n), "Q016", f"the row lacks '{column}': add the cell")
        for column in row.keys() - {"aspect", *shape.subjects}:
            said = f"'{column}' is no subject of this comparison"
            yield source.problem(("rows", n, column), "Q016", said)
    for n, drill in enumerate(shape.drills):
        where: Location = ("drills", n, "subject")
        yield from _known(source, where, drill.subject, shape.subjects, "R011", "subject")


def source_of(translation: Source, found: Index) -> Source | None:
    """What is translated: the question or comparison of that id that stands beside it."""
    id = translation.shape.translates
    for shelf in (found.questions, found.comparisons):
        source = shelf.get(id)
        if source and source.path.parent == translation.path.parent:
            return source
    return None


def _translation(translation: Source, found: Index) -> Iterator[Problem]:
    shape, source = translation.shape, source_of(translation, found)
    if shape.translates != translation.stem:
        said = f"'{shape.translates}' must equal the file's name without its language"
        yield translation.problem(("translates",), "R001", said)
    if source is None:
        said = f"there is no '{shape.translates}' beside this file to translate"
        yield translation.problem(("translates",), "R008", said)
        return
    if translation.language == source.shape.language:
        said = f"the source is in '{translation.language}' already"
        yield translation.problem((), "R009", said)
    theirs = source.shape.model_dump()
    ours = shape.model_dump()
    for name in ("diagrams", "tips", "rows", "drills", "references"):
        if ours[name] is not None and len(ours[name]) != len(theirs.get(name) or []):
            said = f"'{name}' has {len(ours[name])} entries, its source {len(theirs.get(name) or [])}"
            yield translation.problem((name,), "R009", said)
            return
    yield from _texts(translation, source, ours, theirs)


def _texts(translation: Source, source: Source, ours: dict, theirs: dict) -> Iterator[Problem]:  # type: ignore[type-arg]
    there = texts_of(theirs, source.kind)
    here = {
        **texts_of(ours, "question"),
        **texts_of(ours, "comparison"),
    }
    for path in sorted(here.keys() - there.keys()):
        said = f"'{path}' has no text in the source: delete it"
        yield translation.problem(_location(path), "R009", said)
    for path in sorted(there.keys() - here.keys()):
        said = f"'{path}' is not translated: the page shows it in '{source.shape.language}'"
        yield translation.problem(_location(path), "L902", said)
    for path, digest in translation.shape.of.items():
        now = short_digest(there[path]) if path in there else "none"
        if digest != now:
            said = f"'{path}' was translated from {digest}, and its source is {now} now"
            yield translation.problem(_location(path), "L901", said)


def _location(path: str) -> Location:
    return tuple(int(step) if step.isdecimal() else step for step in path.split("."))
