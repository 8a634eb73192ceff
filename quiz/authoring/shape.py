"""A tree held against its shape: all problems of a file in our own words, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import ValidationError

from quiz.authoring import shapes
from quiz.authoring.kinds import KINDS
from quiz.authoring.problem import Problem, brief
from quiz.authoring.tree import Document, Location, place_at, plain

Said = tuple[str, str]
Context = dict[str, Any]


def validate(document: Document, kind: str, shown: str) -> tuple[Any, list[Problem]]:
    """The file as its shape, or None, with every problem of its shape."""
    root, shape = document.root, None
    cut = [where for where in document.cut if is_prose(kind, where)]
    said = "a comment cuts this text short: quote the text, or move the comment to its own line"
    problems = [Problem(shown, *place_at(root, where), "Y016", said) for where in cut]
    try:
        shape = KINDS[kind].model_validate(plain(root))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        explained = {*cut, *_misspelt(errors, kind)}
        for found in errors:
            where = _where(found)
            if where not in explained or found["type"] == "extra_forbidden":
                problems.append(Problem(shown, *place_at(root, where), *_said(found, where, kind)))
    return shape, problems


def _where(found: Any) -> Location:
    return tuple(step for step in found["loc"] if step != "[key]")


def _misspelt(errors: Sequence[Any], kind: str) -> Iterator[Location]:
    """Where a field would be, were it not that its name is misspelt: it is not missing, too."""
    for found in errors:
        if found["type"] == "extra_forbidden":
            where = _where(found)
            for near in _nearest(str(where[-1]), _siblings(kind, where)):
                yield (*where[:-1], near)


def _nearest(name: str, known: Collection[str]) -> list[str]:
    return difflib.get_close_matches(name[:100], known, n=1, cutoff=0.6)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The nearest of the `known` names as a question; "" where none is near."""
    near = _nearest(name, known)
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
    # What is left wraps one shape: it bears marks, or says that the shape may be missing.
    parts = [origin] if hasattr(annotation, "__metadata__") else get_args(annotation)
    return _below(parts[0], step) if parts else None


def _annotation(kind: str, where: Location) -> Any:
    found: Any = KINDS[kind]
    for step in where:
        found = _below(found, step) if found is not None else None
    return found


def is_prose(kind: str, where: Location) -> bool:
    """Whether a person reads the text at `where`, so that a comment behind it cuts it short."""
    annotation = _annotation(kind, where)
    return any(
        isinstance(mark, shapes.Prose)
        for part in (annotation, *get_args(annotation))
        for mark in getattr(part, "__metadata__", ())
    )


def is_text(kind: str, where: Location) -> bool:
    """Whether the format takes any text at `where`, rather than a number, a date or a set word."""
    annotation = _annotation(kind, where)
    parts = (annotation, *get_args(annotation))
    return any(getattr(part, "__origin__", part) is str for part in parts)


def fields_at(kind: str, where: Location) -> list[str]:
    """The names that the mapping at `where` may have, in the format's order; none where any may."""
    annotation = _annotation(kind, where)
    is_free = getattr(annotation, "__origin__", None) in (dict, list)
    return [] if is_free else _siblings(kind, (*where, ""))


def _siblings(kind: str, where: Location) -> list[str]:
    """The names of the fields that may stand at the last step of `where`."""
    annotation = _annotation(kind, where[:-1])
    return [
        name
        for part in (annotation, *get_args(annotation))
        for name in getattr(part, "model_fields", ())
    ]


def _said(found: Any, where: Location, kind: str) -> Said:
    if found["type"] == "missing":
        return "Q001", f"'{where[-1]}' is missing: add it"
    if found["type"] == "extra_forbidden":
        name = str(where[-1])
        meant = did_you_mean(name, _siblings(kind, where)) or ": delete it"
        return "Q002", f"the format has no field '{brief(name)}' here{meant}"
    value, context = found["input"], found.get("ctx") or {}
    if value == "":
        return "Q007", f"{_name(where)} is empty: write it, or delete the field"
    return _WORDS.get(found["type"], _OTHER)(_name(where), value, context)


def _name(where: Location) -> str:
    if not where:
        return "the file"
    if isinstance(where[-1], int):
        return f"entry {where[-1] + 1} of {_name(where[:-1])}"
    return f"'{brief(where[-1])}'"


def _not(value: Any) -> str:
    return f", not '{brief(value)}'" if isinstance(value, (str, int)) else ""


def _type(due: str) -> Callable[[str, Any, Context], Said]:
    def said(name: str, value: Any, _context: Context) -> Said:
        mend = ": quote a text that begins with [ or {" if due == "text" and value else ""
        return "Q003", f"{name} must be {due}{mend}"

    return said


def _literal(name: str, value: Any, context: Context) -> Said:
    if value == "recalled" and name == "'origin'":
        return "Q013", "questions recalled from a real exam are refused: write one of your own"
    allowed = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")]
    meant = did_you_mean(value, allowed) if isinstance(value, str) else ""
    return "Q004", f"{name} must be one of {', '.join(allowed)}{_not(value)}{meant}"


def _number(name: str, value: Any, context: Context) -> Said:
    low, high = context.get("ge"), context.get("le")
    if name == "'format'":
        return "Q005", f"'format' must be 1{_not(value)}"
    bound = "" if low is None else f" of {low} or more"
    bound = bound if high is None else f" of {high} or less"
    return "Q005", f"{name} must be a whole number{bound}{_not(value)}"


def _date(name: str, value: Any, _context: Context) -> Said:
    return "Q006", f"{name} must be a date such as 2026-11-24{_not(value)}"


def _flag(name: str, value: Any, _context: Context) -> Said:
    return "Q010", f"{name} must be true or false{_not(value)}"


def _no_pattern(name: str, _value: Any, context: Context) -> Said:
    return "Q019", f"{name} is no regular expression: {context['why']}"


def _few(name: str, _value: Any, context: Context) -> Said:
    return "Q007", f"{name} needs at least {context['min_length']}, has {context['actual_length']}"


def _many(name: str, _value: Any, context: Context) -> Said:
    return "Q007", f"{name} takes at most {context['max_length']}, has {context['actual_length']}"


def _long(name: str, _value: Any, context: Context) -> Said:
    return "Q007", f"{name} takes at most {context['max_length']} characters"


_DUE = {
    "^[a-f]$": "a letter from a to f",
    "^[a-z]{2}$": "a language of two letters such as ja",
    r"^[0-9]+(\.[0-9]+)*$": 'a number such as "1.1"',
    "^L[0-9]+$": "a code of house style such as L12",
}


def _pattern(_name: str, value: Any, context: Context) -> Said:
    pattern = context["pattern"]
    if pattern.startswith("^https"):
        return "Q009", f"'{brief(value)}' is no address that begins with https://"
    due = _DUE.get(pattern, "made of a-z, 0-9 and single hyphens")
    return "Q008", f"'{brief(value)}' must be {due}"


_MAPPING = _type("a mapping of 'name: value' lines")
_OTHER = _type("as the format says")
# Our words for each kind of error that pydantic finds in these shapes.
_WORDS: dict[str, Callable[[str, Any, Context], Said]] = {
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
    "pattern": _no_pattern,
    "string_too_long": _long,
    "too_short": _few,
    "too_long": _many,
    "string_pattern_mismatch": _pattern,
}
