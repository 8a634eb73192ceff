"""Which files there are below the folders, of which kind, and read to their shape."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quiz.authoring.problem import Problem
from quiz.authoring.shape import Location, place_at, validate
from quiz.authoring.strict import Node, load

_TRANSLATION = re.compile(r"\.[a-z]{2}$")


@dataclass(slots=True)
class Source:
    """One file that has its shape. `exam` is the nearest folder above with an exam.yaml, or None."""

    path: Path
    shown: str
    kind: str
    node: Node
    shape: Any
    exam: Path | None

    @property
    def stem(self) -> str:
        return _TRANSLATION.sub("", self.path.stem)

    @property
    def language(self) -> str:
        """A translation's, from its name; any other file's, from within."""
        return self.path.stem[-2:] if self.kind == "translation" else str(self.shape.language)

    def problem(self, where: Location, code: str, message: str) -> Problem:
        return Problem(self.shown, *place_at(self.node, where), code, message)


def yaml_files(folder: Path) -> list[Path]:
    """The question files below `folder`, sorted; a profile's word lists are not among them."""
    return sorted(
        path
        for pattern in ("*.yaml", "*.yml")
        for path in folder.rglob(pattern)
        if not path.is_dir()
        and not {"lint"}.intersection(path.relative_to(folder).parts[:-1])
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def kind_of(path: Path) -> str:
    if path.stem in ("exam", "misconceptions"):
        return path.stem
    if _TRANSLATION.search(path.stem):
        return "translation"
    return "comparison" if path.parent.name == "comparisons" else "question"


def read_files(folders: Sequence[Path]) -> tuple[list[Source], list[Problem]]:
    """Every file that has its shape, and what is wrong with the others."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for folder in folders:
        files = yaml_files(folder) if folder.is_dir() else []
        if not files:
            said = "no question files here: name the folder that holds them"
            problems.append(Problem(str(folder), 1, 1, "R012", said))
        for path in files:
            source, found = _read(path, folder)
            problems += found
            sources += [source] if source else []
    return sources, problems


def _read(path: Path, folder: Path) -> tuple[Source | None, list[Problem]]:
    shown, kind = _shown(path), kind_of(path)
    node, problem = load(path, shown)
    if node is None:
        return None, [problem] if problem else []
    shape, problems = validate(node, kind, shown)
    if shape is None:
        return None, problems
    return Source(path, shown, kind, node, shape, _exam_folder(path, folder)), problems


def _shown(path: Path) -> str:
    """As a terminal that stands here would name it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() if not path.is_symlink() else str(path)
    except ValueError:
        return path.as_posix()


def _exam_folder(path: Path, top: Path) -> Path | None:
    for folder in path.parents:
        if (folder / "exam.yaml").is_file():
            return folder
        if folder == top:
            break
    return None


def fingerprint(folders: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of all question files, which are not parsed.

    Links and files that are too large count by name alone: they are problems, never content.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in yaml_files(folder):
            digest.update(path.relative_to(folder).as_posix().encode("utf-8", "replace") + b"\0")
            try:
                digest.update(b"" if path.is_symlink() else hashlib.sha256(path.read_bytes()).digest())
            except OSError:
                digest.update(b"?")
    return digest.hexdigest()
