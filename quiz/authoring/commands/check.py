"""`check`: say everything that is wrong with question files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from quiz.authoring.check import Checked, Checker
from quiz.authoring.commands.arguments import add_folders, add_today, default_folders
from quiz.authoring.lint.measure import runs
from quiz.authoring.lint.wording import RUN
from quiz.authoring.problem import Problem
from quiz.authoring.shape import did_you_mean


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("check", help="say everything that is wrong with question files")
    add_folders(parser)
    parser.add_argument("--format", choices=sorted(_FORMATS), default="text")
    parser.add_argument("--strict", action="store_true", help="house style counts as an error too")
    add_today(parser, "judge age as of then")
    parser.add_argument(
        "--quoted", type=Path, metavar="DIR", help="texts whose sentences must not be copied"
    )
    parser.add_argument(
        "--only", action="append", metavar="ID", help="a question or comparison; may be repeated"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    folders = options.folders or default_folders()
    try:
        quoted = _quoted(options.quoted)
    except OSError as error:
        print(f"{options.quoted} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    checked = Checker(folders).check(
        today=options.today, quoted=quoted, with_statistics=not options.only
    )
    if options.only:
        if not (kept := _only(checked, options.only)):
            return 1
        checked = kept
    _FORMATS[options.format](checked.problems, options.strict)
    told = sys.stderr if options.format == "json" else sys.stdout
    for one in checked.ignored:
        place = f"{one.problem.path}:{one.problem.line}"
        print(f"ignored: {place}: {one.problem.code} ({one.why})", file=told)
    errors = sum(_fails(problem, options.strict) for problem in checked.problems)
    print(_summary(checked, errors), file=told)
    return 1 if errors else 0


def _only(checked: Checked, names: Sequence[str]) -> Checked | None:
    """What is said of these questions and comparisons; None, and why, where one is not there."""
    problems: set[Problem] = set()
    for name in names:
        about = checked.about(name)
        if about is None:
            found = checked.reading.found
            mend = did_you_mean(name, {**found.comparisons, **found.questions})
            print(f"there is no '{name}'{mend}", file=sys.stderr)
            return None
        problems |= set(about)
    return replace(checked, problems=sorted(problems), ignored=[])


def _fails(problem: Problem, strict: bool) -> bool:
    return problem.is_error or (strict and not problem.is_warning)


def _summary(checked: Checked, errors: int) -> str:
    counts = [_count(errors, "error"), _count(len(checked.problems) - errors, "warning")]
    if checked.ignored:
        counts.append(f"{len(checked.ignored)} ignored")
    bank = checked.reading.bank
    if not bank.exams:
        return ", ".join(counts)
    read = f"{_count(len(bank.items), 'question')}, {_count(len(bank.comparisons), 'comparison')}"
    return f"{read}: {', '.join(counts)}"


def _quoted(folder: Path | None) -> dict[str, set[str]]:
    """The runs of words of each text file below `folder`, by language."""
    found: dict[str, set[str]] = {language: set() for language in RUN}
    for path in sorted(folder.rglob("*")) if folder else ():
        if path.suffix in (".txt", ".md"):
            text = path.read_text(encoding="utf-8", errors="replace")
            for language, size in RUN.items():
                found[language] |= runs(text, language, size)
    if folder and not any(found.values()):
        raise FileNotFoundError(2, "no .txt or .md file with text in it")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_text(problems: Sequence[Problem], strict: bool) -> None:
    for problem in problems:
        print(problem)


def _as_json(problems: Sequence[Problem], strict: bool) -> None:
    rows = [{**asdict(problem), "is_error": problem.is_error} for problem in problems]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _as_github(problems: Sequence[Problem], strict: bool) -> None:
    for problem in problems:
        level = "error" if _fails(problem, strict) else "warning"
        message = problem.message.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
        path = problem.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        place = f"file={path},line={problem.line},col={problem.column}"
        print(f"::{level} {place},title={problem.code}::{message}")


_FORMATS = {"text": _as_text, "json": _as_json, "github": _as_github}
