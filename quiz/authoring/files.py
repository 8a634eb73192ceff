"""Which files there are below the folders, of which kind, and each read to its tree and shape."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from quiz.authoring.problem import Problem
from quiz.authoring.shape import validate
from quiz.authoring.strict import LARGEST_BYTES, load
from quiz.authoring.tree import Location, Node, place_at, text

_TRANSLATION = re.compile(r"\.[a-z]{2}$")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class Source:
    """One file that could be parsed. `shape` is None where it has not its kind's shape.

    `exam` is the nearest folder above that holds an exam.yaml; else the folder of the exam that a
    folder above is named after; else None.
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

    def problem(
        self, where: Location, code: str, message: str, *, is_warning: bool = False
    ) -> Problem:
        return Problem(self.shown, *place_at(self.node, where), code, message, is_warning)


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
        found += [here / name for name in folders if _is_link(here / name)]
        found += [here / name for name in names if _is_question_file(name)]
    return sorted(found, key=lambda path: path.parts)


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # what may not be looked at is not walked into either
        return False


def _is_question_file(name: str) -> bool:
    """Also such as should have been named .yaml, so that none is passed over in silence."""
    return name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")


Kept = tuple[bytes, Path | None, Source | None, list[Problem]]


def read_files(folders: Sequence[Path], kept: dict[Path, Kept] | None = None) -> Files:
    """Every file below `folders`, each once.

    `kept` is what the same dict was filled with last time: what has not changed since is the same
    `Source` again.
    """
    kept = {} if kept is None else kept
    files = Files([], [], [])
    seen: set[Path] = set()
    present: set[Path] = set()
    for folder in folders:
        paths = yaml_files(folder)
        if not paths:
            said = "no question files here: name the folder that holds them"
            files.problems.append(Problem(shown_path(folder), 1, 1, "R012", said))
        exams = {path.parent for path in paths if path.name == "exam.yaml"}
        for parent, those in groupby(paths, key=lambda path: path.parent):
            exam = next((one for one in (parent, *parent.parents) if one in exams), None)
            whole = parent.resolve()
            for path in those:
                if whole / path.name not in seen:
                    seen.add(whole / path.name)
                    _add(path, exam, files, kept)
        present.update(paths)
    _adopt(files.sources)
    for gone in kept.keys() - present:
        del kept[gone]
    return files


def _adopt(sources: Sequence[Source]) -> None:
    """A folder named after an exam of another folder adds to that exam: `our-bank/saa-c03/`."""
    exams = {text(one.node, "id"): one.path.parent for one in sources if one.kind == "exam"}
    for source in sources:
        if source.exam not in source.path.parents:
            names = (parent.name for parent in source.path.parents)
            source.exam = next((exams[name] for name in names if name in exams), None)


def _add(path: Path, exam: Path | None, files: Files, kept: dict[Path, Kept]) -> None:
    digest = bytes_digest(path)
    known = kept.get(path)
    if known is None or known[:2] != (digest, exam):
        known = (digest, exam, *_read(path, exam))
        if len(digest) > 1:  # a file that could not be read may be readable next time
            kept[path] = known
    if known[2] is None:
        files.unread.append((path, kind_of(path)))
    else:
        files.sources.append(known[2])
    files.problems += known[3]


def _read(path: Path, exam: Path | None) -> tuple[Source | None, list[Problem]]:
    shown, kind = shown_path(path), kind_of(path)
    document, problem = load(path, shown)
    if document is None:
        return None, [problem] if problem else []
    shape, problems = validate(document, kind, shown)
    return Source(path, shown, kind, document.root, shape, exam), problems


def shown_path(path: Path) -> str:
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
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + bytes_digest(path))
    return digest.hexdigest()


def stamp(folders: Sequence[Path]) -> str:
    """What changes when a file is saved, word lists included; quick, and for this machine only."""
    found = [
        (path.as_posix(), entry.st_mtime_ns, entry.st_size, entry.st_ino)
        for folder in folders
        for top, _, names in os.walk(folder)
        for path in (Path(top, name) for name in sorted(names) if name.endswith((".yaml", ".yml")))
        if (entry := _stat(path))
    ]
    return hashlib.sha256(repr(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:  # gone since it was listed
        return None


def bytes_digest(path: Path) -> bytes:
    """SHA-256 of what the file holds; one byte where it cannot be a question file, or be read."""
    try:
        is_read = path.is_file() and not path.is_symlink()
        if not is_read or path.stat().st_size > LARGEST_BYTES:
            return b"-"
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"?"
