"""Shapes that have no problem, as the values that the other rooms know."""

from __future__ import annotations

from collections.abc import Mapping

from quiz.assessment.item import (
    Comparison,
    Domain,
    Drill,
    Exam,
    Form,
    Item,
    Misconception,
    Option,
    Task,
    Texts,
)
from quiz.authoring import shapes


def item_of(shape: shapes.Question, exam: str, texts: Texts) -> Item:
    return Item(
        id=shape.id,
        exam=exam,
        language=shape.language,
        task=shape.task,
        options=tuple(_option(id_, option) for id_, option in shape.options.items()),
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


def _option(id_: str, option: shapes.Option) -> Option:
    return Option(
        id_,
        is_correct=option.correct,
        reason=option.reason or "",
        misconception=option.misconception or "",
    )


def comparison_of(shape: shapes.Comparison, exam: str, texts: Texts) -> Comparison:
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


def misconception_of(id_: str, shape: shapes.Misconception, exam: str) -> Misconception:
    return Misconception(
        id=id_,
        exam=exam,
        name=dict(shape.name),
        correction=dict(shape.correction),
        comparison=shape.comparison or "",
    )


def exam_of(shape: shapes.Exam) -> Exam:
    mark = shape.pass_mark
    return Exam(
        id=shape.id,
        name=dict(shape.name),
        forms=tuple(
            Form(id=id_, items=form.items, unscored=form.unscored, minutes=form.minutes)
            for id_, form in shape.forms.items()
        ),
        domains=tuple(_domain(id_, domain) for id_, domain in shape.domains.items()),
        services=tuple(shape.services),
        extra_minutes=shape.extra_minutes,
        pass_mark=(mark.scale[0], mark.scale[1], mark.cut) if mark else None,
        opening=shape.opening or "",
    )


def _domain(id_: str, shape: shapes.Domain) -> Domain:
    tasks: Mapping[str, Mapping[str, str]] = shape.tasks
    return Domain(
        id=id_,
        name=dict(shape.name),
        weight=shape.weight,
        tasks=tuple(Task(id=task, name=dict(name)) for task, name in tasks.items()),
    )
