"""`coverage`: how many questions there are of each sort, and of which the bank needs more."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from quiz.assessment.item import Exam, Item
from quiz.authoring.commands.arguments import add_folders, default_folders
from quiz.authoring.read import Reader


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("coverage", help="count questions by task, service and so on")
    add_folders(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    reading = Reader(options.folders or default_folders()).read()
    bank = reading.sound
    errors = sum(problem.is_error for problem in reading.problems)
    if errors:
        print(f"Files with errors are not counted ({errors} errors): run check.\n")
    for exam in bank.exams:
        items = [item for item in bank.items if item.exam == exam.id]
        for line in _of_exam(exam, items):
            print(line)
    if not bank.exams:
        print("There is no exam to count by.")
    return 0 if bank.exams else 1


def _of_exam(exam: Exam, items: Sequence[Item]) -> Iterator[str]:
    published = [item for item in items if item.status == "published"]
    drafts = sum(item.status == "draft" for item in items)
    yield f"{exam.id}: {len(published)} published, {drafts} drafts"
    yield ""
    yield from _by_task(exam, published)
    yield from _by_sort(published)
    yield from _by_service(exam, published)


def _by_task(exam: Exam, items: Sequence[Item]) -> Iterator[str]:
    by_task = Counter(item.task for item in items)
    missing = []
    yield f"{'domain, task':24} questions  share  weight"
    for domain in exam.domains:
        count = sum(by_task[task.id] for task in domain.tasks)
        share = 100 * count / max(1, len(items))
        yield f"{domain.id:24} {count:9} {share:5.0f}% {domain.weight:6}%"
        for task in domain.tasks:
            name = task.name.get("en") or next(iter(task.name.values()))
            yield f"    {task.id:20} {by_task[task.id]:9}  {name}"
        due = len(items) * domain.weight / 100
        if due - count >= 1:
            missing.append(f"{due - count:.0f} of {domain.id}")
    none = [task.id for domain in exam.domains for task in domain.tasks if not by_task[task.id]]
    yield ""
    yield f"Behind their weight: {', '.join(missing) or 'none'}"
    yield f"Tasks without a question: {', '.join(none) or 'none'}"
    yield ""


def _by_sort(items: Sequence[Item]) -> Iterator[str]:
    total = max(1, len(items))
    several = sum(item.is_multiple_response for item in items)
    yield f"{'one answer':24} {len(items) - several:9} {100 * (len(items) - several) / total:5.0f}%"
    yield f"{'several answers':24} {several:9} {100 * several / total:5.0f}%"
    for level in (1, 2, 3, None):
        count = sum(item.difficulty == level for item in items)
        if level or count:
            name = f"difficulty {level}" if level else "no difficulty"
            yield f"{name:24} {count:9} {100 * count / total:5.0f}%"
    languages = Counter(language for item in items for language in item.texts)
    for language, count in sorted(languages.items()):
        yield f"{f'in {language}':24} {count:9} {100 * count / total:5.0f}%"
    yield ""


def _by_service(exam: Exam, items: Sequence[Item]) -> Iterator[str]:
    by_service = Counter(service for item in items for service in item.services)
    for service, count in sorted(by_service.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{service:40} {count:3}"
    none = [service for service in exam.services if service not in by_service]
    yield ""
    yield f"Services without a question ({len(none)}): {', '.join(none) or 'none'}"
