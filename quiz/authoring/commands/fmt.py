"""`fmt`: bring question files into the layout of the shipped ones."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from quiz.authoring.commands.arguments import default_folders
from quiz.authoring.comments import comments_of
from quiz.authoring.files import kind_of, shown_path, yaml_files
from quiz.authoring.layout import LayoutError, lay_out
from quiz.authoring.shape import validate
from quiz.authoring.slips import Refusal
from quiz.authoring.strict import parse, read_text
from quiz.authoring.tree import Mapping, plain
from quiz.authoring.writing import RefusedError, replace


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    said = "bring question files into the layout of the shipped ones"
    parser = commands.add_parser("fmt", help=said)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="DIR or FILE", help="default: questions"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file would change"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    counts: Counter[str] = Counter()
    for path in _files(options.paths or default_folders()):
        counts[_format(path, is_check=options.check)] += 1
    change = "would change" if options.check else "changed"
    print(
        f"{counts['changed']} {change}, {counts['as it was']} in the layout already,"
        f" {counts['left alone']} left alone"
    )
    return 1 if counts["left alone"] or (options.check and counts["changed"]) else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file that is meant, each once; also a path that turns out to be no such thing."""
    seen: dict[Path, Path] = {}
    for path in paths:
        for file in yaml_files(path) or [path]:
            seen.setdefault(file.parent.resolve() / file.name, file)
    return iter(seen.values())


def _format(path: Path, *, is_check: bool) -> str:
    """What became of the file; all but `as it was` is said."""
    shown = shown_path(path)
    try:
        text = _laid_out(path, shown)
        if path.read_bytes() == text.encode():
            return "as it was"
        if not is_check:
            replace(path, text)
    except RefusedError as refused:
        print(refused)
        return "left alone"
    except OSError as error:
        print(f"{shown}: cannot be read: {error.strerror}")
        return "left alone"
    print(f"{shown}: {'would change' if is_check else 'changed'}")
    return "changed"


def _laid_out(path: Path, shown: str) -> str:
    kind = kind_of(path)
    if path.is_dir():
        raise RefusedError(f"{shown}: no question files here: name the folder that holds them")
    if not path.exists():
        raise RefusedError(f"{shown}: there is no such file or folder")
    if path.parent.name == "lint" and (path.parent.parent / "exam.yaml").is_file():
        raise RefusedError(f"{shown}: left alone: a profile's word lists have no layout")
    try:
        text = read_text(path)
        document = parse(text)
    except Refusal as refusal:
        raise RefusedError(f"{refusal.problem(shown)}; left alone") from refusal
    _, problems = validate(document, kind, shown)
    found = next((problem for problem in problems if problem.code[0] == "Y"), None)
    if found or not isinstance(document.root, Mapping):
        raise RefusedError(f"{found or problems[0]}; left alone")
    try:
        return lay_out(kind, plain(document.root), comments_of(text))
    except LayoutError as error:
        raise RefusedError(f"{shown}: left alone: {error}: lay it out by hand") from error
