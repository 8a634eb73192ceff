"""`python -m quiz.authoring`: the tools of those who write questions; no Django, no database."""

from __future__ import annotations

import argparse
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
    options = _parser().parse_args(argv)
    if options.command == "schema":
        for path in write(options.folder):
            print(path)
        return 0
    folders = options.folders or [_DEFAULT]
    bank, problems = read(folders)
    _FORMATS[options.format](problems)
    counts = [problem for problem in problems if problem.is_error or options.strict]
    summary = f"{len(bank.items)} questions, {len(bank.comparisons)} comparisons: " if bank.exams else ""
    print(f"{summary}{len(counts)} errors, {len(problems) - len(counts)} warnings", file=sys.stderr)
    return 1 if counts else 0


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
    rows = [asdict(problem) for problem in problems]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _as_github(problems: Sequence[Problem]) -> None:
    for problem in problems:
        level = "error" if problem.is_error else "warning"
        message = problem.message.replace("%", "%25").replace("\n", "%0A")
        path = problem.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        place = f"file={path},line={problem.line},col={problem.column}"
        print(f"::{level} {place},title={problem.code}::{message}")


_FORMATS = {"text": _as_text, "json": _as_json, "github": _as_github}

if __name__ == "__main__":
    sys.exit(main())
