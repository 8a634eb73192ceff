"""Rules about what is taught after the answer: rationales, references, drawings and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from quiz.authoring.lint.measure import anywhere, columns, grains, grid, jaccard
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem
from quiz.rendering import drawing

_ALIKE = 0.8


def taught_paths(subject: Subject) -> list[str]:
    """The paths of all texts that are shown after the answer, drawings aside."""
    shape = subject.shape
    return [
        *(option_path(id_, part) for id_ in shape.options for part in ("rationale", "correct_if")),
        *("explanation", "takeaway"),
        *(f"tips.{n}" for n in range(len(shape.tips))),
    ]


def positions(subject: Subject) -> Iterator[Problem]:
    """L09: options are shuffled, so a letter or a place names another option for each learner."""
    for texts in subject.all_texts:
        patterns = subject.profile.positions.get(texts.language, [])
        for path in taught_paths(subject):
            for pattern in patterns:
                if found := pattern.search(texts.plain(path)):
                    told = f"'{found[0]}': options are shuffled, say what the option does"
                    yield texts.problem(path, "L09", told)


def rationales(subject: Subject) -> Iterator[Problem]:
    """L21: why, for each option: in a whole sentence of its own, and one reason."""
    least = subject.profile.rationale_least
    for texts in subject.complete if least else ():
        for id_ in subject.shape.options:
            yield from _rationale(subject, texts, id_)
        yield from _alike(subject, texts)
    for id_ in subject.distractors if least else ():
        if not subject.shape.options[id_].reason:
            told = f"option '{id_}' has no reason: say which of the eight it is"
            yield subject.source.problem(("options", id_), "L21", told)


def _rationale(subject: Subject, texts: Texts, id_: str) -> Iterator[Problem]:
    path = option_path(id_, "rationale")
    rationale = texts.plain(path)
    least = subject.profile.rationale_least.get(texts.language, 0)
    empty = subject.profile.empty_rationale.get(texts.language, [])
    if not rationale:
        if texts is subject.all_texts[0]:  # a text that a translation lacks has a code of its own
            told = f"option '{id_}' has no rationale: say in one sentence why it is right or wrong"
            yield texts.problem(path, "L21", told)
    elif any(pattern.search(rationale) for pattern in empty):
        told = f"the rationale of '{id_}' only says that it is right or wrong: say why"
        yield texts.problem(path, "L21", told)
    elif len(rationale) < least:
        told = f"the rationale of '{id_}' has {len(rationale)} characters: {least} or more say why"
        yield texts.problem(path, "L21", told)


def _alike(subject: Subject, texts: Texts) -> Iterator[Problem]:
    seen: dict[str, frozenset[str]] = {}
    for id_ in subject.shape.options:
        path = option_path(id_, "rationale")
        found = grains(texts.plain(path), texts.language) if texts.plain(path) else frozenset()
        for other, those in seen.items():
            if jaccard(found, those) >= _ALIKE:
                told = f"the rationales of '{other}' and '{id_}' say the same: give each its own"
                yield texts.problem(path, "L21", told)
        seen[id_] = found


def references(subject: Subject) -> Iterator[Problem]:
    """L22: sources that anybody can open, in the documentation's own language of the reader."""
    wanted, refused = subject.profile.reference_urls, subject.profile.refused_urls
    found = subject.shape.references
    if wanted and not found:
        told = "no references: name the page of the documentation that the key rests on"
        yield subject.source.problem((), "L22", told)
    for n, reference in enumerate(found if wanted else ()):
        where = ("references", n, "url")
        if not any(pattern.search(reference.url) for pattern in wanted):
            told = "not a page of the documentation that this exam's profile names: cite that"
            yield subject.source.problem(where, "L22", told)
        elif any(pattern.search(reference.url) for pattern in refused):
            told = "the address holds a language: delete that part, so that each reader gets theirs"
            yield subject.source.problem(where, "L22", told)


def fresh(subject: Subject, today: date) -> Iterator[Problem]:
    """L23: facts that were held against the documentation long ago."""
    on = subject.shape.verified_on
    if on and (age := (today - on).days) > subject.profile.fresh_days:
        told = f"verified {age} days ago: hold the facts against the documentation again"
        yield subject.source.problem(("verified_on",), "L23", told, is_warning=True)


def volatile(subject: Subject) -> Iterator[Problem]:
    """L27: prices, percentages and the like change: say so, and have a reference."""
    is_marked = subject.shape.volatile
    if is_marked and subject.shape.references:
        return
    mend = "name the page that says it" if is_marked else "write 'volatile: true', or leave it out"
    for texts in subject.complete:
        for pattern in subject.profile.volatile.get(texts.language, ()):
            is_anywhere = anywhere(pattern).search(texts.whole)
            for path in _facts(subject) if is_anywhere else ():
                if found := pattern.search(texts.plain(path)):
                    told = f"'{found[0]}' may change: {mend}"
                    yield texts.problem(path, "L27", told, is_warning=True)


def _facts(subject: Subject) -> list[str]:
    return [*map(option_path, subject.shape.options), *taught_paths(subject)]


def drawings(subject: Subject) -> Iterator[Problem]:
    """L37: a drawing that a phone can show, and whose boxes close."""
    for texts in subject.all_texts:
        for n in range(len(subject.shape.diagrams)):
            path = f"diagrams.{n}.text"
            text = texts.raw.get(path, "")
            widest = max((columns(line) for line in text.splitlines()), default=0)
            if widest > subject.profile.columns:
                told = (
                    f"the drawing is {widest} columns wide: {subject.profile.columns} fit a phone"
                )
                yield texts.problem(path, "L37", told, is_warning=True)
            if not _lines_up(text):
                for line, hint in _flaws(text):
                    told = f"line {line} of the drawing: {hint}"
                    yield texts.problem(path, "L37", told, is_warning=True)


_LINKS = frozenset("|+v^-")
# A wall, a corner, or the head of an arrow that stands alone.
_SIGNS = re.compile(r"[|+]|(?<![^ ])[v^](?![^ ])")


def _lines_up(text: str) -> bool:
    """Whether each wall goes on above and below, and each corner on one of these sides.

    If not, the drawing wants a closer look, which takes its time.
    """
    rows = ["", *map(grid, text.splitlines()), ""]
    for above, line, below in zip(rows, rows[1:], rows[2:], strict=False):
        for found in _SIGNS.finditer(line):
            column, sign = found.start(), found[0]
            over = above[column : column + 1] in _LINKS
            under = below[column : column + 1] in _LINKS
            if not {"v": over, "^": under, "+": over or under}.get(sign, over and under):
                return False
    return True


@lru_cache(maxsize=4096)
def _flaws(text: str) -> tuple[tuple[int, str], ...]:
    return tuple(drawing.flaws(text))


def required(subject: Subject) -> Iterator[Problem]:
    """L38: fields that the exam's own `lint: require` asks for."""
    for name in subject.exam.lint.require if subject.exam.lint else ():
        if name in ("rationale", "correct_if", "misconception", "reason"):
            yield from _required_of_options(subject, name)
        elif not getattr(subject.shape, name, None):
            told = f"'{name}' is missing, and this exam requires it: add it"
            yield subject.source.problem((name,), "L38", told)


def _required_of_options(subject: Subject, name: str) -> Iterator[Problem]:
    ids = subject.shape.options if name == "rationale" else subject.distractors
    for id_ in ids:
        if not getattr(subject.shape.options[id_], name):
            told = f"option '{id_}' lacks '{name}', which this exam requires: add it"
            yield subject.source.problem(("options", id_), "L38", told)


RULES: tuple[Rule, ...] = (positions, rationales, references, volatile, drawings, required)
