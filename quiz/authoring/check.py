"""Everything that is to be said of question files: what stops publishing, and house style."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quiz.authoring.files import Source, shown_path
from quiz.authoring.lint.ignore import Ignored
from quiz.authoring.lint.run import Asked, Linter
from quiz.authoring.problem import Problem
from quiz.authoring.read import Reader, Reading


@dataclass(frozen=True, slots=True)
class Checked:
    """`problems` are sorted by place; `ignored` are findings that their questions pass over."""

    reading: Reading
    problems: list[Problem]
    ignored: list[Ignored]

    def translations(self, source: Source) -> list[Source]:
        """The files beside it that translate it."""
        return [
            one
            for one in self.reading.found.translations
            if one.path.parent == source.path.parent and one.stem == source.stem
        ]

    def about(self, name: str) -> list[Problem] | None:
        """Those of the question or comparison, of its translations and of what it shows; None where
        there is no file of that name."""
        found = self.reading.found
        source = found.questions.get(name) or found.comparisons.get(name)
        if source is None:
            return self._unparsed(name)
        shown = [source]
        if source.kind == "question" and source.shape:
            names = source.shape.comparisons
            shown += [found.comparisons[one] for one in names if one in found.comparisons]
        paths = {file.shown for one in shown for file in (one, *self.translations(one))}
        return [problem for problem in self.problems if problem.path in paths]

    def _unparsed(self, name: str) -> list[Problem] | None:
        """What is said of a file of that name that is no YAML."""
        files = self.reading.files.unread
        paths = {shown_path(path) for path, _ in files if path.stem == name}
        return [problem for problem in self.problems if problem.path in paths] or None


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nearly all that a check makes is kept: looking for garbage among it takes long for little."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Checker:
    """Checks folders again and again, and only anew what may have changed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._reader = Reader(folders)
        self._linter = Linter()

    def check(
        self,
        *,
        today: date,
        quoted: Mapping[str, set[str]] | None = None,
        with_statistics: bool = True,
    ) -> Checked:
        """Never raises for any content. `today` judges how old the facts are.

        `quoted` has the runs of words of sources that must not be copied, by language. Statistics
        over the whole bank take most of the time: who waits for one file leaves them out.
        """
        asked = Asked(today, quoted or {}, with_statistics)
        with _without_collection():
            reading = self._reader.read()
            style, ignored = self._linter.run(reading.files, reading.found, asked)
        problems = sorted({*reading.problems, *style})
        return Checked(reading, problems, sorted(ignored, key=lambda one: one.problem))
