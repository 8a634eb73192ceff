"""Which files there are below the folders, of which kind, and each read to its tree and shape."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quiz.authoring.problem import Problem
from quiz.authoring.shape import validate
from quiz.authoring.strict import LARGEST_BYTES, load
from quiz.authoring.tree import Location, Node, place_at

_TRANSLATION = re.compile(r"\.[a-z]{2}$")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class Source:
    """One file that could be parsed. `shape` is None where it has not its kind's shape.

    `exam` is the nearest folder above that holds an exam.yaml, or None.
    """

    path: Path
    shown: str
    kind: str
    node: Node
    shape: Any
    exam: Path | None

    @property
    def stem(self) -> str:
        """The file's name without `.yaml`, and without a translation's language."""
        return stem_of(self.path)

    @property
    def language(self) -> str:
        """A translation's, from its name."""
        return self.path.stem[-2:]

    def problem(self, where: Location, code: str, message: str) -> Problem:
        return Problem(self.shown, *place_at(self.node, where), code, message)


@dataclass(slots=True)
class Files:
    """All that was read; `unread` has the path and kind of each file that is no tree."""

    sources: list[Source]
    unread: list[tuple[Path, str]]
    problems: list[Problem]


def stem_of(path: Path) -> str:
    """The file's name without `.yaml` and a translation's language, fit to be shown."""
    return _NOT_SHOWN.sub("\ufffd", _TRANSLATION.sub("", path.stem))


def kind_of(path: Path) -> str:
    if path.stem in ("exam", "misconceptions"):
        return path.stem
    if _TRANSLATION.search(path.stem):
        return "translation"
    return "comparison" if path.parent.name == "comparisons" else "question"


def yaml_files(folder: Path) -> list[Path]:
    """The question files below `folder`, and linked folders there, sorted.

    Hidden files and folders, and the word lists below `lint`, are not among them.
    """
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        here = Path(top)
        folders[:] = [name for name in folders if name != "lint" and not name.startswith(".")]
        found += [here / name for name in folders if (here / name).is_symlink()]
        found += [here / name for name in names if _is_question_file(name)]
    return sorted(found)


def _is_question_file(name: str) -> bool:
    """Also such as should have been named .yaml, so that none is passed over in silence."""
    return name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")


def read_files(folders: Sequence[Path]) -> Files:
    """Every file below `folders`, each once."""
    files = Files([], [], [])
    seen: set[Path] = set()
    for folder in folders:
        paths = yaml_files(folder)
        if not paths:
            said = "no question files here: name the folder that holds them"
            files.problems.append(Problem(_shown(folder), 1, 1, "R012", said))
        exams = {path.parent for path in paths if path.name == "exam.yaml"}
        for path in paths:
            whole = path.parent.resolve() / path.name
            if whole not in seen:
                seen.add(whole)
                _read(path, exams, files)
    return files


def _read(path: Path, exams: set[Path], files: Files) -> None:
    shown, kind = _shown(path), kind_of(path)
    document, problem = load(path, shown)
    if document is None:
        files.unread.append((path, kind))
        files.problems += [problem] if problem else []
        return
    shape, problems = validate(document, kind, shown)
    files.problems += problems
    exam = next((parent for parent in path.parents if parent in exams), None)
    files.sources.append(Source(path, shown, kind, document.root, shape, exam))


def _shown(path: Path) -> str:
    """As a terminal that stands here would name it, on one line and in characters that print."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return _NOT_SHOWN.sub("\ufffd", path.as_posix())


def fingerprint(folders: Sequence[Path]) -> str:
    """SHA-256, in hex, over the names and bytes of all question files, which are not parsed.

    Links and files that cannot be question files count by name alone.
    """
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(b"\1")
        for path in yaml_files(folder):
            name = path.relative_to(folder).as_posix()
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + _bytes_digest(path))
    return digest.hexdigest()


def _bytes_digest(path: Path) -> bytes:
    try:
        is_read = path.is_file() and not path.is_symlink()
        if not is_read or path.stat().st_size > LARGEST_BYTES:
            return b"-"
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"?"
