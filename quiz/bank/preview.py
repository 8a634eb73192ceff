"""Question files as learners would see them, drafts too: from disk, never from the database."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quiz.assessment.grading import grade_all_or_nothing
from quiz.assessment.item import Bank, Comparison, Item
from quiz.authoring.check import Checked, Checker
from quiz.authoring.files import Source, shown_path
from quiz.authoring.problem import Problem
from quiz.bank import render
from quiz.bank.models import Rendition, Revision
from quiz.bank.ready import LETTERS, Ready
from quiz.bank.shown import languages, revived
from quiz.rendering import VERSION

_TAG = re.compile(r"<[a-z][^<>]*>")
_NAMES = re.compile(r'\b(id|href|aria-labelledby|aria-describedby|for)="(#?)([\w -]+)"')


class _Desk:
    """What a process remembers of the folders, so that only what changed is read anew."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._checker = Checker(folders)
        self._lock = threading.Lock()

    def check(self, *, today: date) -> Checked:
        with self._lock:
            return self._checker.check(today=today, with_statistics=False)


@lru_cache(maxsize=4)
def _desk(folders: tuple[Path, ...]) -> _Desk:
    return _Desk(folders)


def on_disk(folders: Iterable[Path], *, today: date) -> Checked:
    """The files as they stand now, with their problems; statistics over the bank are left out."""
    return _desk(tuple(folders)).check(today=today)


@dataclass(frozen=True, slots=True)
class Column:
    """One language of a preview: `asked` is what stands before an answer, `answered` after it."""

    language: str
    asked: SafeString
    answered: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the list; `id` is "" where it has no preview, `errors` stop publishing."""

    path: str
    id: str
    title: str
    status: str
    languages: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)


def rows(checked: Checked) -> list[Row]:
    """Every file that was read or that has a problem: questions first, then the rest, by path.

    A translation's problems stand with its source.
    """
    found = checked.reading.found
    by_path: dict[str, list[Problem]] = {}
    for problem in checked.problems:
        by_path.setdefault(problem.path, []).append(problem)
    listed = []
    for shelf, status in ((found.questions, None), (found.comparisons, "")):
        for name, source in sorted(shelf.items(), key=lambda pair: pair[1].shown):
            files = [source, *checked.translations(source)]
            problems = [problem for file in files for problem in by_path.pop(file.shown, [])]
            shape = source.shape
            listed.append(
                Row(
                    path=source.shown,
                    id=name,
                    title=shape.title if shape else "",
                    status=(shape.status if shape else "") if status is None else status,
                    languages=tuple(_language(file) for file in files),
                    problems=tuple(problems),
                )
            )
    torn = checked.reading.files.unread
    unread = {shown_path(path): path.stem for path, kind in torn if kind == "question"}
    for path, problems in sorted(by_path.items()):
        listed.append(Row(path, unread.get(path, ""), "", "", (), tuple(problems)))
    return listed


def _language(file: Source) -> str:
    if file.kind == "translation":
        return file.language
    return file.shape.language if file.shape else ""


def item_columns(item: Item, bank: Bank, chosen: Collection[str]) -> list[Column]:
    """In each language that the item is written in, as answered with `chosen`."""
    around = render.Surroundings(
        exams={exam.id: exam for exam in bank.exams},
        comparisons={comparison.id: comparison for comparison in bank.comparisons},
        misconceptions={belief.id: belief for belief in bank.misconceptions},
    )
    written = [language for language in languages() if language in item.texts]
    return [_column(item, around, language, chosen) for language in written or languages()[:1]]


def _column(
    item: Item, around: render.Surroundings, language: str, chosen: Collection[str]
) -> Column:
    rendition = Rendition(
        revision=Revision(question_id=item.id, document=item.document()),
        language=language,
        renderer=VERSION,
        face=revived(render.face(item, around, language)),
        judging=revived(render.judging(item, around, language)),
        teaching=revived(render.teaching(item, around, language)),
    )
    with translation.override(language):
        shown = Ready(rendition)
        letters = list(zip(LETTERS, item.options, strict=False))
        asked = render_to_string(
            "bank/_preview_question.html",
            {
                "shown": shown,
                "options": [
                    shown.option_html(option.id, letter, is_checked=option.id in chosen)
                    for letter, option in letters
                ],
            },
        )
        answered = render_to_string(
            "bank/_feedback.html", {"shown": shown, "feedback": _feedback(item, shown, chosen)}
        )
    return Column(language, _apart(asked, language), _apart(answered, f"{language}-after"))


def _feedback(item: Item, shown: Ready, chosen: Collection[str]) -> dict[str, object]:
    grade = grade_all_or_nothing(item, frozenset(chosen))
    letters = list(zip(LETTERS, item.options, strict=False))
    key = ", ".join(letter for letter, option in letters if option.is_correct)
    return {
        "is_correct": grade.score == 1,
        "grade": "correct" if grade.score == 1 else "incorrect",
        "answer_line": _("The answer is %(letters)s.") % {"letters": key},
        "options": [
            {
                "id": option.id,
                "letter": letter,
                "verdict": (verdict := grade.verdicts[option.id].value),
                "html": shown.judged_html(option.id, verdict),
            }
            for letter, option in letters
        ],
        "teaching_html": shown.teaching_html(),
    }


def chosen_of(item: Item, asked: Iterable[str]) -> frozenset[str]:
    """The options that `asked` names; else a wrong answer, which shows most of what is said."""
    named = frozenset(asked) & {option.id for option in item.options}
    if named:
        return named
    wrong = [option.id for option in item.distractors]
    return frozenset([*sorted(item.key)[1:], wrong[0]])


def comparison_columns(comparison: Comparison) -> list[Column]:
    """The table and its statements, in each language that it is written in."""
    columns = []
    for language in languages():
        if language in comparison.texts:
            with translation.override(language):
                context = {
                    "comparison": revived(render.table(comparison, language)),
                    "drills": [
                        revived(render.drill(comparison, n, language))
                        for n in range(len(comparison.drills))
                    ],
                }
                table = render_to_string("bank/_preview_comparison.html", context)
            columns.append(Column(language, _apart(table, language), SafeString("")))
    return columns


def _apart(html: str, prefix: str) -> SafeString:
    """The same HTML with ids of its own, so that it can stand on one page with its like."""

    def renamed(found: re.Match[str]) -> str:
        names = " ".join(f"{prefix}-{name}" for name in found[3].split())
        is_address = found[1] == "href" and not found[2]
        return found[0] if is_address else f'{found[1]}="{found[2]}{names}"'

    return SafeString(_TAG.sub(lambda tag: _NAMES.sub(renamed, tag[0]), html))
