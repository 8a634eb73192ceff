"""Question files to values. `read` is the one door: a bank, and every problem of every file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quiz.assessment.item import Bank, Texts
from quiz.authoring.files import Files, Kept, Source, fingerprint, read_files
from quiz.authoring.problem import Problem
from quiz.authoring.references import Index, check_together, index
from quiz.authoring.rules import check_alone
from quiz.authoring.texts import texts_of
from quiz.authoring.translations import check_translation, source_of
from quiz.authoring.values import comparison_of, exam_of, item_of, misconception_of

__all__ = ["Reader", "Reading", "fingerprint", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the files, what they are, and the problems that stop publishing, and more."""

    files: Files
    found: Index
    problems: list[Problem]

    @property
    def bank(self) -> Bank:
        """Everything; empty where there is an error among the problems."""
        return Bank() if any(one.is_error for one in self.problems) else _bank(self.found, set())

    @property
    def sound(self) -> Bank:
        """All that has no error in its own file, whatever is wrong elsewhere: for its author."""
        return _bank(self.found, {one.path for one in self.problems if one.is_error})


class Reader:
    """Reads folders again and again; parses and checks again only what may have changed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._kept: dict[Path, Kept] = {}
        self._checked: dict[Path, tuple[tuple[object, ...], list[Problem]]] = {}
        self._named: object = None

    def read(self) -> Reading:
        """Everything in the folders, with the problems sorted. Never raises for any content."""
        files = read_files(self.folders, self._kept)
        found, taken = index(files)
        problems = {*files.problems, *taken}
        if self._named != (named := found.named()):
            self._checked, self._named = {}, named
        for source in files.sources:
            problems.update(self._check(source, found))
        return Reading(files, found, sorted(problems))

    def _check(self, source: Source, found: Index) -> list[Problem]:
        """The problems of the file, as long as it, and what it is held against, are the same."""
        if source.kind == "exam":  # it looks into the question that it opens with
            return list(_problems(source, found))
        other = found.exams.get(source.exam) if source.exam else None
        if source.kind == "translation":
            other = source_of(source, found)
        known = self._checked.get(source.path)
        if known is None or known[0][0] is not source or known[0][1] is not other:
            known = ((source, other), list(_problems(source, found)))
            self._checked[source.path] = known
        return known[1]


def read(folders: Sequence[Path]) -> tuple[Bank, list[Problem]]:
    """Everything in `folders`, and its problems sorted by place.

    Never raises for any content. With an error among the problems the bank is empty.
    """
    reading = Reader(folders).read()
    return reading.bank, reading.problems


def _problems(source: Source, found: Index) -> Iterator[Problem]:
    yield from check_alone(source)
    if source.kind == "translation":
        yield from check_translation(source, found)
    else:
        yield from check_together(source, found)


def _bank(found: Index, broken: set[str]) -> Bank:
    """All but the files that are `broken`, by their shown paths, or that need such a one."""
    exams = {
        folder: source.shape
        for folder, source in found.exams.items()
        if source.shown not in broken and source.shape
    }

    def kept(shelf: dict[str, Source]) -> list[tuple[str, Source, str]]:
        return [
            (name, source, exams[source.exam].id)
            for name, source in sorted(shelf.items())
            if source.exam in exams and source.shown not in broken and source.shape
        ]

    texts = _texts(found, broken)
    return Bank(
        exams=tuple(exam_of(shape) for shape in sorted(exams.values(), key=lambda exam: exam.id)),
        items=tuple(
            item_of(source.shape, exam, texts[source.shown])
            for _, source, exam in kept(found.questions)
        ),
        comparisons=tuple(
            comparison_of(source.shape, exam, texts[source.shown])
            for _, source, exam in kept(found.comparisons)
        ),
        misconceptions=tuple(
            misconception_of(name, source.shape.misconceptions[name], exam)
            for name, source, exam in kept(found.misconceptions)
        ),
    )


def _texts(found: Index, broken: set[str]) -> dict[str, Texts]:
    """The texts of each question and comparison, in all languages, by the file's shown path."""
    sources = [*found.questions.values(), *found.comparisons.values()]
    texts = {
        source.shown: {source.shape.language: texts_of(source.shape)}
        for source in sources
        if source.shape
    }
    for translation in found.translations:
        source = source_of(translation, found)
        is_sound = translation.shape and translation.shown not in broken
        if source and source.shown in texts and is_sound:
            texts[source.shown][translation.language] = texts_of(translation.shape)
    return dict(texts)
