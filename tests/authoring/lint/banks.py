"""A model bank without any finding, under the shipped exam and its house style, to be spoiled.

`model/` has the questions, the comparison and the misconceptions, which are named by `NAMES`:
`one` has one correct option and a translation, `two` has two correct ones and no translation. `en`
and `ja` are `one` in that language alone. A text is named by its dotted path, as `options.b.text`,
or in changes `b` for short.
"""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.authoring.check import Checked, Checker
from quiz.authoring.problem import Problem
from quiz.authoring.texts import short_digest

MODEL = Path(__file__).parent / "model"
SHIPPED = Path(__file__).parents[3] / "questions/saa-c03"
TODAY = date(2026, 11, 24)
NAMES = {
    "one": "resilient/museum-tickets-on-holidays.yaml",
    "one.en": "resilient/museum-tickets-on-holidays.en.yaml",
    "two": "resilient/two-copies-of-the-archive.yaml",
    "table": "comparisons/queue-vs-stream.yaml",
    "table.en": "comparisons/queue-vs-stream.en.yaml",
    "misconceptions": "misconceptions.yaml",
    "exam": "exam.yaml",
    "profile": "lint/certification.yaml",
}
_SHORT = {path: name for name, path in NAMES.items()}

Changes = Mapping[str, Mapping[str, Any]]


def make_bank(folder: Path) -> Path:
    """The model bank, below `folder`; the folder of its exam."""
    exam = folder / "bank/saa-c03"
    shutil.copytree(MODEL, exam)
    shutil.copytree(SHIPPED / "lint", exam / "lint")
    text = (SHIPPED / "exam.yaml").read_text(encoding="utf-8")
    text = text.replace("opening: ecs-container-writes-s3\n", "")
    (exam / "exam.yaml").write_text(text, encoding="utf-8")
    for name in ("one.en", "table.en"):
        write(exam, name, data_of(name))
    return exam


@cache
def _model(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def data_of(name: str) -> Any:
    """What the file of that name in the model holds: dicts, lists and text."""
    top = SHIPPED if name in ("exam", "profile") else MODEL
    data = copy.deepcopy(_model(top / NAMES[name]))
    if name == "exam":
        del data["opening"]
    return data


def write(exam: Path, name: str, data: Any) -> None:
    """The file, with `of` as `translate` writes it where it is a translation without one."""
    path = exam / NAMES.get(name, name)
    if path.name.endswith(".en.yaml") and "of" not in data:
        there = _texts(path.with_name(path.name.replace(".en.", ".")))
        of = {where: short_digest(there[where]) for where, _ in leaves(data) if where in there}
        data = {**data, "of": {where: of[where] for where in of if where != "format"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")


def _texts(path: Path) -> dict[str, str]:
    """The texts of the file by path; none where it is not there, or not YAML."""
    try:
        return dict(leaves(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)))
    except (OSError, yaml.YAMLError):
        return {}


def leaves(data: Any, above: str = "") -> Iterator[tuple[str, str]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        if isinstance(value, str):
            yield f"{above}{step}", value
        else:
            yield from leaves(value, f"{above}{step}.")


def _alone(language: str) -> Any:
    """The question `one` in that language only."""
    data = data_of("one")
    if language == "en":
        data["language"] = "en"
        for where, text in leaves(data_of("one.en")):
            if where not in ("format", "translates"):
                put(data, where, text)
    return data


def put(data: Any, path: str, value: Any) -> None:
    """Set what stands at the dotted path; None deletes it, and a list grows by one at its end."""
    if re.match(r"[a-f](\.|$)", path):
        path = f"options.{path}" if "." in path else f"options.{path}.text"
    *above, last = path.split(".")
    for step in above:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    if value is None:
        del data[int(last) if isinstance(data, list) else last]
    elif isinstance(data, list):
        data[int(last) : int(last) + 1] = [value]
    else:
        data[last] = value


def spoil(exam: Path, changes: Changes) -> None:
    """Write the named files anew, changed from what the model has."""
    for name in sorted(changes):  # a source before its translation
        plain, _, id_ = name.partition(" as ")
        data = _alone(plain) if plain in ("en", "ja") else data_of(plain)
        for path, value in changes[name].items():
            put(data, path, value)
        if plain in ("en", "ja", "one") and (id_ or plain != "one"):
            (exam / NAMES["one.en"]).unlink(missing_ok=True)
        if id_:
            (exam / NAMES["one"]).unlink()
            write(exam, f"resilient/{id_}.yaml", {**data, "id": id_})
            if plain == "one":
                write(exam, f"resilient/{id_}.en.yaml", {**data_of("one.en"), "translates": id_})
        else:
            write(exam, "one" if plain in ("en", "ja") else plain, data)
    for name in ("one", "table"):
        if name in changes and f"{name}.en" not in changes:
            write(exam, f"{name}.en", data_of(f"{name}.en"))


def check(exam: Path, **asked: Any) -> Checked:
    return Checker([exam.parent]).check(**{"today": TODAY, **asked})


def found_after(folder: Path, changes: Changes, off: Sequence[str] = (), **asked: Any) -> list[str]:
    """Each finding in the changed model as `CODE level file:field`, sorted by place.

    `off` has rules that the profile passes over, because much that is tested breaks them as well.
    """
    exam = make_bank(folder)
    spoil(exam, {"profile": {}, **changes})
    if off:
        path = exam / NAMES["profile"]
        profile = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        write(exam, "profile", {**profile, "off": [*profile.get("off", ()), *off]})
    return [shown(exam, problem) for problem in check(exam, **asked).problems]


def shown(exam: Path, problem: Problem) -> str:
    path = Path(problem.path)
    name = path.relative_to(exam).as_posix() if path.is_relative_to(exam) else problem.path
    level = "warning" if problem.is_warning else "error"
    field = field_at(path, problem.line, problem.column)
    return f"{problem.code} {level} {_SHORT.get(name, name)}:{field}"


def field_at(path: Path, line: int, column: int) -> str:
    """The dotted path of what is written there; the innermost, where several begin there."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    found = [
        where for where, mark in _places(root) if (mark.line, mark.column) == (line - 1, column - 1)
    ]
    return max(found, key=lambda where: where.count("."))


def _places(node: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{above}{key.value}", key.start_mark
            yield from _places(value, f"{above}{key.value}.")
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield f"{above}{n}", value.start_mark
            yield from _places(value, f"{above}{n}.")


def case(reads: str, changes: Changes, *expected: str) -> Any:
    """A parameter of a test: what it is about, what is changed, and exactly what is found."""
    return pytest.param(changes, list(expected), id=reads)


def option(language: str, id_: str) -> str:
    """The text of an option of `one`."""
    text: str = data_of("one.en" if language == "en" else "one")["options"][id_]["text"]
    return text.strip()


def renamed(name: str, id_: str, more: Mapping[str, Any] | None = None) -> Changes:
    """The question `one`, `en` or `ja` under another id and so in another file."""
    return {f"{name} as {id_}": dict(more or {})}
