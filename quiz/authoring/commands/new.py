"""`new`: begin a question with a file that says what is wanted in each field."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quiz.authoring.commands.arguments import add_dir, add_today, default_folders
from quiz.authoring.files import Source, shown_path
from quiz.authoring.read import Reader, Reading
from quiz.authoring.references import Index
from quiz.authoring.shape import did_you_mean
from quiz.authoring.skeleton import LANGUAGES, skeleton
from quiz.authoring.tree import text
from quiz.authoring.writing import RefusedError, create, schema_line

_ID = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*")
# Files and folders of these names hold something else.
_NO_QUESTIONS = ("exam", "misconceptions")
_NO_DOMAINS = ("comparisons", "lint")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    said = "begin a question, with a file that says what is wanted in each field"
    parser = commands.add_parser("new", help=said)
    parser.add_argument("id", help="names the situation: a-z, 0-9 and hyphens")
    parser.add_argument("--exam", metavar="ID", help="may be left out where there is one exam")
    parser.add_argument("--task", metavar="1.1", required=True, help="a task of the exam")
    parser.add_argument("--language", choices=LANGUAGES, help="default: that of most questions")
    parser.add_argument("--multiple", action="store_true", help="two options are right")
    add_dir(parser)
    add_today(parser, "the day for verified_on")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    folders = options.folders or default_folders()
    try:
        path = _write(options, folders)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    _tell(options.id, path, options.folders or [])
    return 0


def _tell(id_: str, path: Path, named: Sequence[Path]) -> None:
    """`named` are the folders that had to be named, and will have to be again."""
    checked = "".join(f" {shlex.quote(str(folder))}" for folder in named)
    shown = "".join(f" --dir {shlex.quote(str(folder))}" for folder in named)
    print(shown_path(path))
    print("1. Write over its texts, and delete the comments as you go.")
    print(f"2. Check it:    python -m quiz.authoring check{checked}")
    print(f"3. Look at it:  python -m quiz.authoring show {id_}{shown}")
    print(f"   or at /authoring/{id_}/ under: python manage.py serve --watch")


def _write(options: argparse.Namespace, folders: Sequence[Path]) -> Path:
    """Write the file; its path."""
    _check_spelling(options.id)
    reading = Reader(folders).read()
    exam = _exam(options.exam, reading, folders)
    language = options.language or _most_used(reading.found)
    domain, names = _task(options.task, exam, language)
    _check_is_free(options.id, reading)
    path = _folder(domain, exam, reading.found, folders[-1]) / f"{options.id}.yaml"
    task = (options.task, names.get(language) or next(iter(names.values())))
    written = skeleton(
        options.id, language, task=task, today=options.today, is_multiple=options.multiple
    )
    create(path, schema_line("question", path, folders) + written)
    return path


def _check_spelling(id_: str) -> None:
    if not _ID.fullmatch(id_):
        mended = re.sub("[^a-z0-9]+", "-", id_.lower()).strip("-")[:100].strip("-")
        mend = f": did you mean '{mended}'?" if mended else ""
        said = "an id is made of a-z, 0-9 and single hyphens, 100 at most"
        raise RefusedError(f"'{id_}' is no id; {said}{mend}")
    if id_ in _NO_QUESTIONS:
        raise RefusedError(f"the file {id_}.yaml is for something else: give another id")


def _exam(name: str | None, reading: Reading, folders: Sequence[Path]) -> Source:
    exams = {text(exam.node, "id"): exam for exam in reading.found.exams.values()}
    known = ", ".join(sorted(exams))
    if not exams:
        broken = [str(one) for one in reading.problems if one.path.endswith("exam.yaml")]
        shown = " and ".join(shown_path(folder) for folder in folders)
        lacking = f"there is no exam.yaml below {shown}: name the folder that has it with --dir"
        raise RefusedError("\n".join(broken) or lacking)
    if name is None and len(exams) > 1:
        raise RefusedError(f"there are several exams: name one of {known} with --exam")
    exam = next(iter(exams.values())) if name is None else exams.get(name)
    if exam is None:
        mend = did_you_mean(str(name), exams) or f": there is {known}"
        raise RefusedError(f"there is no exam '{name}'{mend}")
    if exam.shape is None:
        raise RefusedError(f"{exam.shown} has errors: mend what `check` says of it first")
    return exam


def _task(name: str, exam: Source, language: str) -> tuple[str, Mapping[str, str]]:
    """The domain that the task is in, and the task's names by language."""
    lines = [f"{exam.shape.id} has no task '{name}'; its tasks are"]
    domains: Mapping[str, Any] = exam.shape.domains
    for id_, domain in domains.items():
        for task, names in domain.tasks.items():
            if task == name:
                return id_, names
            lines.append(f"  {task}  {names.get(language) or next(iter(names.values()))}")
    raise RefusedError("\n".join(lines))


def _check_is_free(id_: str, reading: Reading) -> None:
    taken = reading.found.questions.get(id_)
    if taken:
        raise RefusedError(f"the question '{id_}' is in {taken.shown} already: give another id")


def _folder(domain: str, exam: Source, found: Index, bank: Path) -> Path:
    """Where in `bank` the exam's questions of that domain are, or a folder named as the domain.

    An exam of another bank is added to in a folder that is named as the exam.
    """
    tasks = exam.shape.domains[domain].tasks
    beside = Counter(
        question.path.parent
        for question in found.questions.values()
        if question.exam == exam.path.parent
        and text(question.node, "task") in tasks
        and question.path.is_relative_to(bank)
    )
    top = exam.path.parent if exam.path.is_relative_to(bank) else bank / exam.shape.id
    own = top / domain if domain not in _NO_DOMAINS else top
    return max(beside, key=lambda folder: (beside[folder], folder == own), default=own)


def _most_used(found: Index) -> str:
    used = Counter(text(question.node, "language") for question in found.questions.values())
    most = max(used, key=lambda language: used[language], default="en")
    return most if most in LANGUAGES else "en"
