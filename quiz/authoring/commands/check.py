"""`check`: say everything that is wrong with question files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from quiz.authoring.problem import Problem
from quiz.authoring.read import read


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("check", help="say everything that is wrong with question files")
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="default: questions")
    parser.add_argument("--format", choices=sorted(_FORMATS), default="text")
    parser.add_argument("--strict", action="store_true", help="house style counts as an error too")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    bank, problems = read(options.folders or [Path("questions")])
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
