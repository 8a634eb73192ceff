"""What the fields of one file say of each other, held against the tree.

The rules look at the tree rather than at the shape, so that a file with one misspelt field still
gets all its problems at once. What has the wrong shape is passed over here: it is said already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from quiz.authoring.files import Source
from quiz.authoring.problem import Problem, brief
from quiz.authoring.shape import did_you_mean
from quiz.authoring.tree import at, keys, listed, size, text


def check_alone(source: Source) -> Iterator[Problem]:
    """All problems of the fields of one file with each other."""
    for rule in _RULES[source.kind]:
        yield from rule(source)


def _options(source: Source) -> Iterator[Problem]:
    node = source.node
    ids = keys(node, "options")
    flags = {id_: text(node, "options", id_, "correct") for id_ in ids}
    correct = [id_ for id_, flag in flags.items() if flag == "true"]
    if len(ids) > 1 and not correct and {*flags.values()} <= {"", "false"}:
        said = "no option is correct: give the right one 'correct: true'"
        yield source.problem(("options",), "Q011", said)
    if len(ids) > 1 and len(correct) == len(ids):
        said = "every option is correct: at least one must be wrong"
        yield source.problem(("options",), "Q011", said)
    for id_ in correct:
        for name in ("reason", "correct_if", "misconception"):
            if at(node, "options", id_, name) is not None:
                said = f"'{name}' is for wrong options, and '{id_}' is correct: delete it"
                yield source.problem(("options", id_, name), "Q012", said)


def _origin(source: Source) -> Iterator[Problem]:
    if text(source.node, "origin") == "adapted" and at(source.node, "source") is None:
        said = "adapted content needs 'source': say where it is from"
        yield source.problem(("origin",), "Q013", said)


def _no_entry_twice(*names: str) -> Callable[[Source], Iterator[Problem]]:
    def rule(source: Source) -> Iterator[Problem]:
        for name in names:
            entries = listed(source.node, name)
            for n, entry in enumerate(entries):
                if entry and entry in entries[:n]:
                    said = f"'{brief(entry)}' stands in '{name}' twice: delete one of the two"
                    yield source.problem((name, n), "Q017", said)

    return rule


def _rows(source: Source) -> Iterator[Problem]:
    subjects = keys(source.node, "subjects")
    if "aspect" in subjects:
        said = "'aspect' names the row: give this subject another id"
        yield source.problem(("subjects", "aspect"), "Q008", said)
    due = ["aspect", *subjects]
    for n in range(size(source.node, "rows") if subjects else 0):
        cells = keys(source.node, "rows", n)
        for name in due:
            if cells and name not in cells:
                yield source.problem(("rows", n), "Q016", f"the row lacks '{name}': add the cell")
        for name in cells:
            if name not in due:
                mend = did_you_mean(name, due) or ": delete the cell, or add the subject"
                said = f"'{brief(name)}' is no subject of this comparison{mend}"
                yield source.problem(("rows", n, name), "Q016", said)


def _drills(source: Source) -> Iterator[Problem]:
    subjects = keys(source.node, "subjects")
    for n in range(size(source.node, "drills") if subjects else 0):
        subject = text(source.node, "drills", n, "subject")
        if subject and subject not in subjects:
            mend = did_you_mean(subject, subjects) or f": name one of {', '.join(subjects)}"
            said = f"'{brief(subject)}' is no subject of this comparison{mend}"
            yield source.problem(("drills", n, "subject"), "R011", said)


def _number(source: Source, *where: str | int) -> int | None:
    written = text(source.node, *where)
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _weights(source: Source) -> Iterator[Problem]:
    ids = keys(source.node, "domains")
    weights = [_number(source, "domains", id_, "weight") for id_ in ids]
    total = sum(weight or 0 for weight in weights)
    if ids and None not in weights and total != 100:
        said = f"the domains' weights add up to {total}: they must make 100"
        yield source.problem(("domains",), "Q014", said)


def _tasks(source: Source) -> Iterator[Problem]:
    places = [
        (id_, task)
        for id_ in keys(source.node, "domains")
        for task in keys(source.node, "domains", id_, "tasks")
    ]
    times = Counter(task for _, task in places)
    for id_, task in places:
        if times[task] > 1:
            said = f"the task '{task}' stands in {times[task]} domains: keep it in one"
            yield source.problem(("domains", id_, "tasks", task), "Q017", said)


def _forms(source: Source) -> Iterator[Problem]:
    for id_ in keys(source.node, "forms"):
        items = _number(source, "forms", id_, "items")
        unscored = _number(source, "forms", id_, "unscored")
        if items is not None and unscored is not None and unscored >= items > 0:
            said = f"all {items} items are unscored: 'unscored' must be less than 'items'"
            yield source.problem(("forms", id_, "unscored"), "Q015", said)


def _pass_mark(source: Source) -> Iterator[Problem]:
    low = _number(source, "pass_mark", "scale", 0)
    high = _number(source, "pass_mark", "scale", 1)
    cut = _number(source, "pass_mark", "cut")
    if low is None or high is None or cut is None or low <= cut <= high:
        return
    said = f"the cut {cut} is not on the scale from {low} to {high}"
    yield source.problem(("pass_mark", "cut"), "Q018", f"{said}: mend one of the two")


_RULES: dict[str, tuple[Callable[[Source], Iterator[Problem]], ...]] = {
    "question": (_options, _origin, _no_entry_twice("services", "comparisons")),
    "comparison": (_rows, _drills),
    "exam": (_weights, _tasks, _forms, _pass_mark, _no_entry_twice("services")),
    "misconceptions": (),
    "translation": (),
}
