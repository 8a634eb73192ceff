"""Question files to values. `read` is the one door: a bank, and every problem of every file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quiz.assessment.item import (
    Bank,
    Comparison,
    Domain,
    Drill,
    Exam,
    Form,
    Item,
    Misconception,
    Option,
    Task,
)
from quiz.authoring.files import Source, fingerprint, read_files
from quiz.authoring.problem import Problem
from quiz.authoring.references import Index, check, index, source_of
from quiz.authoring.texts import texts_of

__all__ = ["fingerprint", "read"]


def read(folders: Sequence[Path]) -> tuple[Bank, list[Problem]]:
    """Everything in `folders`, and its problems sorted by place.

    Never raises for any content. With an error among the problems the bank is empty.
    """
    sources, problems = read_files(folders)
    found, clashes = index(sources)
    problems = sorted({*problems, *clashes, *check(found)})
    if any(problem.is_error for problem in problems):
        return Bank(), problems
    return _bank(found), problems


def _bank(found: Index) -> Bank:
    translations: dict[str, list[Source]] = {}
    for translation in found.translations:
        source = source_of(translation, found)
        if source:
            translations.setdefault(source.shown, []).append(translation)

    def texts(source: Source) -> dict[str, dict[str, str]]:
        every = {source.shape.language: texts_of(source.shape.model_dump(), source.kind)}
        for translation in translations.get(source.shown, []):
            every[translation.language] = texts_of(translation.shape.model_dump(), source.kind)
        return every

    def exam_of(source: Source) -> str:
        return str(found.exams[source.exam].shape.id) if source.exam in found.exams else ""

    return Bank(
        exams=tuple(sorted(map(_exam, found.exams.values()), key=_by_id)),
        items=tuple(
            _item(found.questions[id].shape, exam_of(found.questions[id]), texts(found.questions[id]))
            for id in sorted(found.questions)
        ),
        comparisons=tuple(
            _comparison(source.shape, exam_of(source), texts(source))
            for _id, source in sorted(found.comparisons.items())
        ),
        misconceptions=tuple(
            _misconception(id, source.shape.misconceptions[id], exam_of(source))
            for id, source in sorted(found.misconceptions.items())
        ),
    )


def _by_id(exam: Exam) -> str:
    return exam.id


def _item(shape: Any, exam: str, texts: dict[str, dict[str, str]]) -> Item:
    return Item(
        id=shape.id,
        exam=exam,
        language=shape.language,
        task=shape.task,
        options=tuple(
            Option(
                id,
                is_correct=option.correct,
                reason=option.reason or "",
                misconception=option.misconception or "",
            )
            for id, option in shape.options.items()
        ),
        texts=texts,
        services=tuple(shape.services),
        difficulty=shape.difficulty,
        diagrams=len(shape.diagrams),
        comparisons=tuple(shape.comparisons),
        tips=len(shape.tips),
        references=tuple(reference.url for reference in shape.references),
        origin=shape.origin,
        source=shape.source or "",
        volatile=shape.volatile,
        shuffle=shape.shuffle,
        status=shape.status,
    )


def _comparison(shape: Any, exam: str, texts: dict[str, dict[str, str]]) -> Comparison:
    return Comparison(
        id=shape.id,
        exam=exam,
        language=shape.language,
        subjects=tuple(shape.subjects),
        rows=len(shape.rows),
        texts=texts,
        drills=tuple(Drill(subject=drill.subject) for drill in shape.drills),
        references=tuple(reference.url for reference in shape.references),
    )


def _misconception(id: str, shape: Any, exam: str) -> Misconception:
    return Misconception(
        id=id,
        exam=exam,
        name=dict(shape.name),
        correction=dict(shape.correction),
        comparison=shape.comparison or "",
    )


def _exam(source: Source) -> Exam:
    shape = source.shape
    mark = shape.pass_mark
    return Exam(
        id=shape.id,
        name=dict(shape.name),
        forms=tuple(
            Form(id=id, items=form.items, unscored=form.unscored, minutes=form.minutes)
            for id, form in shape.forms.items()
        ),
        domains=tuple(
            Domain(
                id=id,
                name=dict(domain.name),
                weight=domain.weight,
                tasks=tuple(Task(id=task, name=dict(name)) for task, name in domain.tasks.items()),
            )
            for id, domain in shape.domains.items()
        ),
        services=tuple(shape.services),
        extra_minutes=shape.extra_minutes,
        pass_mark=(mark.scale[0], mark.scale[1], mark.cut) if mark else None,
        opening=shape.opening or "",
    )
