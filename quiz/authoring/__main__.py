"""`python -m quiz.authoring`: the tools of those who write questions; no Django, no database."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from quiz.authoring.problem import Problem
from quiz.authoring.read import read
from quiz.authoring.schema import write

_DEFAULT = Path("questions")


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 1 with an error (with --strict: with any finding), else 0."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # A Windows console may know no Japanese.
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(argv)
    if options.command == "schema":
        return _schema(options.folder)
    return _check(options)


def _schema(folder: Path) -> int:
    if not folder.is_dir():
        print(f"{folder} is no folder: name the one that holds your questions", file=sys.stderr)
        return 1
    for path in write(folder):
        print(path)
    return 0


def _check(options: argparse.Namespace) -> int:
    bank, problems = read(options.folders or [_DEFAULT])
    _FORMATS[options.format](problems)
    errors = sum(problem.is_error or options.strict for problem in problems)
    counts = f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}"
    if bank.exams:
        read_ = (
            f"{_count(len(bank.items), 'question')}, {_count(len(bank.comparisons), 'comparison')}"
        )
        counts = f"{read_}: {counts}"
    print(counts, file=sys.stderr if options.format == "json" else sys.stdout)
    return 1 if errors else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quiz.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say everything that is wrong with question files")
    check.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="default: questions")
    check.add_argument("--format", choices=sorted(_FORMATS), default="text")
    check.add_argument("--strict", action="store_true", help="house style counts as an error too")
    schema = commands.add_parser("schema", help="write the JSON Schemas that editors use")
    schema.add_argument("folder", nargs="?", type=Path, default=_DEFAULT, metavar="DIR")
    return parser


def _as_text(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem)


def _as_json(problems: Sequence[Problem]) -> None:
    rows = [{**asdict(problem), "is_error": problem.is_error} for problem in problems]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _as_github(problems: Sequence[Problem]) -> None:
    for problem in problems:
        level = "error" if problem.is_error else "warning"
        message = problem.message.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
        path = problem.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        place = f"file={path},line={problem.line},col={problem.column}"
        print(f"::{level} {place},title={problem.code}::{message}")


_FORMATS = {"text": _as_text, "json": _as_json, "github": _as_github}

if __name__ == "__main__":
    sys.exit(main())
