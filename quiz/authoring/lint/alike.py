"""L32: questions that ask the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quiz.authoring.lint.measure import Grams, bigrams
from quiz.authoring.lint.subject import Subject
from quiz.authoring.problem import Problem

_LIKE, _VERY_LIKE = 0.65, 0.80
_SLACK = 0.05  # by how much hashing may tell two sets less alike than they are
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class _Row:
    subject: Subject
    asked: Grams

    @property
    def name(self) -> str:
        return self.subject.source.stem


_Nearest = tuple[float, _Row | None]


class Likeness:
    """What each question asks, held against the others; again only where one has changed."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        self._nearest: dict[str, _Nearest] = {}

    def nearest(self, subjects: Sequence[Subject]) -> Iterator[tuple[Subject, Problem]]:
        """For each question the most alike of those before it, where one is too much alike."""
        rows, changed = self._changed(subjects)
        known = {id(row) for row in rows}
        nearest = {}
        for n, row in enumerate(rows):
            best = self._nearest.get(row.name, (0.0, None))
            if n in changed or (best[1] is not None and id(best[1]) not in known):
                best = _nearest(row, rows[:n], (0.0, None))
            else:
                best = _nearest(row, (rows[m] for m in changed if m < n), best)
            nearest[row.name] = best
            yield from _too_near(row, best)
        self._nearest = nearest

    def _changed(self, subjects: Sequence[Subject]) -> tuple[list[_Row], dict[int, None]]:
        """The rows, and the places of those that are not what they were the last time."""
        rows = {}
        changed: dict[int, None] = {}
        for n, subject in enumerate(subjects):
            row = self._rows.get(subject.shape.id)
            if row is None or row.subject is not subject:
                row = _Row(subject, Grams.of(bigrams(subject.all_texts[0].asked)))
                changed[n] = None
            rows[subject.shape.id] = row
        self._rows = rows
        return list(rows.values()), changed


def _nearest(row: _Row, others: Iterable[_Row], best: _Nearest) -> _Nearest:
    """`best`, or one of the others that is more alike; of two that are equally so, the first.

    How much is the square of the cosine by the hashed sets, times the size of `row`.
    """
    most, found = best
    bits = row.asked.bits
    for other in others:
        shared = (bits & other.asked.bits).bit_count()
        share = shared * shared / other.asked.size
        if share > most or (found and share == most and other.name < found.name):
            most, found = share, other
    return most, found


def _too_near(row: _Row, nearest: _Nearest) -> Iterator[tuple[Subject, Problem]]:
    most, other = nearest
    if other is None or most < (_LIKE - _SLACK) ** 2 * row.asked.size:
        return
    cosine = row.asked.cosine(other.asked)
    if cosine >= _LIKE:
        texts = row.subject.all_texts[0]
        told = f"{cosine:.0%} alike '{other.name}': ask about another situation"
        problem = texts.problem("scenario", "L32", told, is_warning=cosine < _VERY_LIKE)
        yield row.subject, problem


def same_design(subjects: Iterable[Subject]) -> Iterator[tuple[Subject, Problem]]:
    """One task whose answer is the same design more than twice."""
    by_task: dict[str, list[tuple[Grams, list[Subject]]]] = {}
    for subject in subjects:
        design = subject.design
        known = by_task.setdefault(subject.shape.task, [])
        for other, those in known:
            if _may_be_same(design, other) and design.cosine(other) >= _VERY_LIKE:
                those.append(subject)
                break
        else:
            known.append((design, [subject]))
    for task, designs in by_task.items():
        for _, those in designs:
            for subject in those[_ENOUGH:]:
                told = f"one answer more of this design in task {task}: see '{those[0].shape.id}'"
                yield subject, subject.source.problem(("options",), "L32", told, is_warning=True)


def _may_be_same(one: Grams, other: Grams) -> bool:
    """False where the sizes alone, or the hashed sets, rule it out."""
    shared = (one.bits & other.bits).bit_count()
    return shared * shared >= (_VERY_LIKE - _SLACK) ** 2 * one.size * other.size
