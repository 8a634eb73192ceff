"""A node tree held against its shape: all problems of a file, in our own words, each with its place."""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from quiz.authoring import shapes
from quiz.authoring.problem import Problem
from quiz.authoring.strict import Mapping, Node, Place, Scalar, Sequence

Location = tuple[str | int, ...]

# Fields in which a number-like or comment-like value cannot be a lost text.
_NOT_TEXT = {"format", "id", "language", "task", "status", "difficulty", "origin", "correct"}
_NOT_TEXT |= {"verified_on", "on", "volatile", "shuffle", "reason", "misconception", "url", "items"}
_NOT_TEXT |= {"unscored", "minutes", "extra_minutes", "cut", "weight", "mix_from", "profile"}
_NOT_TEXT |= {"checked_on", "opening", "comparison", "subject", "translates"}


def plain(node: Node) -> Any:
    """Dicts, lists and text."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    # A key without a value is a field that is not there.
    return {
        key: plain(item)
        for key, item in node.items.items()
        if not (isinstance(item, Scalar) and item.value == "")
    }


def place_at(node: Node, where: Location) -> Place:
    """The place of what stands at `where`: of its key in a mapping; else of what is nearest above."""
    place = node.place
    for step in where:
        if isinstance(node, Mapping) and step in node.items:
            place, node = node.keys[str(step)], node.items[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        else:
            break
    return place


def lost_texts(node: Node, shown: str, field: str = "") -> list[Problem]:
    """Texts behind which a comment begins: what was meant to be text would be lost in silence."""
    if isinstance(node, Scalar):
        if not node.is_cut or field in _NOT_TEXT:
            return []
        return [Problem(shown, *node.place, "Y016", "a comment begins in this line: quote the text")]
    if isinstance(node, Sequence):
        return [found for item in node.items for found in lost_texts(item, shown, field)]
    return [found for key, item in node.items.items() for found in lost_texts(item, shown, key)]


def validate(node: Node, kind: str, shown: str) -> tuple[Any, list[Problem]]:
    """The file as its shape, or None with every problem that stands in the way."""
    problems = lost_texts(node, shown)
    try:
        return shapes.KINDS[kind].model_validate(plain(node)), problems
    except ValidationError as error:
        for found in error.errors(include_url=False):
            said = _said(found, node, kind)
            problems.append(Problem(shown, *place_at(node, said.where), said.code, said.message))
        return None, problems


class _Said(NamedTuple):
    code: str
    message: str
    where: Location


_KIND_WORDS = {
    "string_type": "text is due here, not a list or a mapping",
    "list_type": "a list is due here: begin each entry with '- '",
    "dict_type": "a mapping is due here: 'key: value'",
    "model_type": "a mapping is due here: 'key: value'",
    "model_attributes_type": "a mapping is due here: 'key: value'",
}


def _said(found: Any, node: Node, kind: str) -> _Said:  # noqa: C901, PLR0911 - one row a kind of error
    where: Location = tuple(step for step in found["loc"] if step != "[key]")
    name, type_, ctx = str(where[-1]) if where else "", found["type"], found.get("ctx") or {}
    if type_ == "missing":
        return _Said("Q001", f"'{name}' is missing: add it", where)
    if type_ == "extra_forbidden":
        return _Said("Q002", f"unknown field '{name}'{_meant(name, _fields(kind, where))}", where)
    if type_ in _KIND_WORDS:
        return _Said("Q003", f"'{name}': {_KIND_WORDS[type_]}" if name else _KIND_WORDS[type_], where)
    if type_ == "literal_error":
        allowed = [word.strip("' ") for word in ctx["expected"].replace(" or ", ", ").split(",")]
        value = str(found["input"])
        near = _meant(value, allowed)
        return _Said("Q004", f"'{value}' is not one of {', '.join(allowed)}{near}", where)
    if type_ in ("int_type", "greater_than_equal", "less_than_equal"):
        bound = {"greater_than_equal": f" of {ctx.get('ge')} or more"}.get(type_, "")
        bound = f" of {ctx.get('le')} or less" if type_ == "less_than_equal" else bound
        return _Said("Q005", f"'{name}' must be a whole number{bound}", where)
    if type_ in ("date_type", "date_from_datetime_inexact"):
        return _Said("Q006", f"'{name}' must be a date such as 2026-11-24", where)
    if type_ in ("too_short", "too_long", "string_too_short", "string_too_long"):
        return _Said("Q007", _amount(name, type_, ctx), where)
    if type_ == "string_pattern_mismatch":
        return _pattern(name, ctx["pattern"], str(found["input"]), where)
    return _Said(type_ if type_[:1] == "Q" else "Q003", found["msg"], where)


def _amount(name: str, type_: str, ctx: dict[str, Any]) -> str:
    if type_ == "string_too_short":
        return f"'{name}' is empty: write the text, or delete the field"
    if type_ == "string_too_long":
        return f"'{name}' is longer than {ctx['max_length']} characters"
    if type_ == "too_short":
        return f"'{name}' needs {ctx['min_length']} or more entries; there is {ctx['actual_length']}"
    return f"'{name}' takes {ctx['max_length']} entries at most; there are {ctx['actual_length']}"


def _pattern(name: str, pattern: str, value: str, where: Location) -> _Said:
    if pattern.startswith("^https"):
        return _Said("Q009", f"'{value}' is not an address that begins with https://", where)
    due = {
        "^[a-f]$": "a letter from a to f",
        "^[a-z]{2}$": "a language of two letters such as ja",
        r"^[0-9]+(\.[0-9]+)*$": 'a number such as "1.1"',
    }.get(pattern, "made of a-z, 0-9 and single hyphens")
    return _Said("Q008", f"'{value}' must be {due}", where)


def _fields(kind: str, where: Location) -> list[str]:
    """The names that the shape knows at the place that holds `where`."""
    model: Any = shapes.KINDS[kind]
    for step in where[:-1]:
        field: FieldInfo | None = getattr(model, "model_fields", {}).get(step)
        if field is not None:
            model = next((part for part in _models(field.annotation)), model)
    return list(getattr(model, "model_fields", {}))


def _models(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, shapes.Shape):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]


def _meant(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f": did you mean '{near[0]}'?" if near else ""
