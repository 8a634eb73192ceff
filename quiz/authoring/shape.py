"""A tree held against its shape: all problems of a file in our own words, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import ValidationError

from quiz.authoring import shapes
from quiz.authoring.problem import Problem, brief
from quiz.authoring.tree import Document, Location, place_at, plain

Said = tuple[str, str]


def validate(document: Document, kind: str, shown: str) -> tuple[Any, list[Problem]]:
    """The file as its shape, or None, with every problem of its shape."""
    root, shape = document.root, None
    cut = [where for where in document.cut if _is_prose(kind, where)]
    said = "a comment cuts this text short: quote the text, or move the comment to its own line"
    problems = [Problem(shown, *place_at(root, where), "Y016", said) for where in cut]
    try:
        shape = shapes.KINDS[kind].model_validate(plain(root))
    except ValidationError as error:
        for found in error.errors(include_url=False):
            where = tuple(step for step in found["loc"] if step != "[key]")
            if where not in cut:
                problems.append(Problem(shown, *place_at(root, where), *_said(found, where, kind)))
    return shape, problems


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The nearest of the `known` names as a question; "" where none is near."""
    near = difflib.get_close_matches(name[:100], known, n=1, cutoff=0.6)
    return f": did you mean '{near[0]}'?" if near else ""


@cache
def _fields(model: type[shapes.Shape]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _below(annotation: Any, step: str | int) -> Any:
    """What the shape says of the entry `step` of something that it says `annotation` of."""
    if isinstance(annotation, type) and issubclass(annotation, shapes.Shape):
        return _fields(annotation).get(str(step))
    origin = getattr(annotation, "__origin__", None)
    if origin in (dict, list):
        return get_args(annotation)[-1]
    for part in [origin] if hasattr(annotation, "__metadata__") else get_args(annotation):
        if (found := _below(part, step)) is not None:
            return found
    return None


def _annotation(kind: str, where: Location) -> Any:
    found: Any = shapes.KINDS[kind]
    for step in where:
        found = _below(found, step) if found is not None else None
    return found


def _is_prose(kind: str, where: Location) -> bool:
    annotation = _annotation(kind, where)
    return any(
        isinstance(mark, shapes.Prose)
        for part in (annotation, *get_args(annotation))
        for mark in getattr(part, "__metadata__", ())
    )


def _siblings(kind: str, where: Location) -> list[str]:
    """The names of the fields that may stand at the last step of `where`."""
    annotation = _annotation(kind, where[:-1])
    return [
        name
        for part in (annotation, *get_args(annotation))
        for name in getattr(part, "model_fields", ())
    ]


def _said(found: Any, where: Location, kind: str) -> Said:
    name = str(where[-1]) if where else "file"
    if found["type"] == "missing":
        return "Q001", f"'{name}' is missing: add it"
    if found["type"] == "extra_forbidden":
        meant = did_you_mean(name, _siblings(kind, where)) or ": delete it"
        return "Q002", f"the format has no field '{brief(name)}' here{meant}"
    value, context = found["input"], found.get("ctx") or {}
    if value == "":
        return "Q007", f"'{brief(name)}' is empty: write it, or delete the field"
    return _WORDS[found["type"]](name, value, context)


def _type(due: str) -> Callable[[str, Any, dict[str, Any]], Said]:
    def said(name: str, value: Any, _context: dict[str, Any]) -> Said:
        mend = ""
        if due == "text" and value:
            mend = ": quote a text that begins with [ or {"
        return "Q003", f"'{brief(name)}' must be {due}{mend}"

    return said


def _literal(name: str, value: Any, context: dict[str, Any]) -> Said:
    if name == "origin" and value == "recalled":
        said = "questions recalled from a real exam are refused: write one of your own"
        return "Q013", said
    allowed = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")]
    meant = did_you_mean(str(value), allowed)
    return "Q004", f"'{name}' must be one of {', '.join(allowed)}, not '{brief(value)}'{meant}"


def _number(name: str, value: Any, context: dict[str, Any]) -> Said:
    low, high = context.get("ge"), context.get("le")
    if name == "format":
        return "Q005", f"'format' must be 1, not '{brief(value)}'"
    bound = f" of {low} or more" if low is not None else f" of {high} or less" if high else ""
    return "Q005", f"'{name}' must be a whole number{bound}, not '{brief(value)}'"


def _date(name: str, value: Any, _context: dict[str, Any]) -> Said:
    return "Q006", f"'{name}' must be a date such as 2026-11-24, not '{brief(value)}'"


def _flag(name: str, value: Any, _context: dict[str, Any]) -> Said:
    return "Q010", f"'{name}' must be true or false, not '{brief(value)}'"


def _few(name: str, _value: Any, context: dict[str, Any]) -> Said:
    return (
        "Q007",
        f"'{name}' needs at least {context['min_length']}, has {context['actual_length']}",
    )


def _many(name: str, _value: Any, context: dict[str, Any]) -> Said:
    return "Q007", f"'{name}' takes at most {context['max_length']}, has {context['actual_length']}"


def _long(name: str, _value: Any, context: dict[str, Any]) -> Said:
    return "Q007", f"'{brief(name)}' takes at most {context['max_length']} characters"


_DUE = {
    "^[a-f]$": "a letter from a to f",
    "^[a-z]{2}$": "a language of two letters such as ja",
    r"^[0-9]+(\.[0-9]+)*$": 'a number such as "1.1"',
    "^L[0-9]+$": "a code of house style such as L12",
}


def _pattern(_name: str, value: Any, context: dict[str, Any]) -> Said:
    pattern = context["pattern"]
    if pattern.startswith("^https"):
        return "Q009", f"'{brief(value)}' is no address that begins with https://"
    due = _DUE.get(pattern, "made of a-z, 0-9 and single hyphens")
    return "Q008", f"'{brief(value)}' must be {due}"


_MAPPING = _type("a mapping of 'name: value' lines")
# Our words for each kind of error that pydantic finds in these shapes; a test proves it whole.
_WORDS: dict[str, Callable[[str, Any, dict[str, Any]], Said]] = {
    "string_type": _type("text"),
    "list_type": _type("a list: begin each entry with '- '"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "literal_error": _literal,
    "int_type": _number,
    "greater_than_equal": _number,
    "less_than_equal": _number,
    "date_type": _date,
    "flag": _flag,
    "string_too_long": _long,
    "too_short": _few,
    "too_long": _many,
    "string_pattern_mismatch": _pattern,
}
