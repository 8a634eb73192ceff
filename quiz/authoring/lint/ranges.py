"""L05: options that are nothing but numbers, or ranges of numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from quiz.authoring.lint.subject import Rule, Subject, option_path
from quiz.authoring.problem import Problem

_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_RANGE = re.compile(
    rf"^\W*(?:(?P<before>less than|under|below|up to|at most|more than|over|above|at least)\s|"
    rf"between\s|from\s)?\s*(?P<low>{_NUMBER})\s*(?P<unit>[^\W\d]*?)\s*"
    rf"(?:(?:to|and|[-–~〜～]|から|(?P<from>以上|超))[、\s]*"
    rf"(?P<high>{_NUMBER})\s*(?P<high_unit>[^\W\d]*?))?"
    rf"\s*(?P<after>or (?:more|longer|less|fewer)|まで|以上|以下|未満|超)?\W*$",
    re.IGNORECASE,
)
_BELOW = {"less than", "under", "below", "未満"}
_ABOVE = {"more than", "over", "above", "超"}
_AT_MOST = {"up to", "at most", "or less", "or fewer", "以下", "まで"}
_AT_LEAST = {"at least", "or more", "or longer", "以上"}
_UNITS = {
    **dict.fromkeys(("second", "秒"), ("time", 1)),
    **dict.fromkeys(("minute", "分"), ("time", 60)),
    **dict.fromkeys(("hour", "時間"), ("time", 3600)),
    **dict.fromkeys(("day", "日", "日間"), ("time", 86400)),
    **{f"{prefix}b": ("bytes", 1000**n) for n, prefix in enumerate("kmgtp", start=1)},
    **{f"{prefix}ib": ("bytes", 1000**n) for n, prefix in enumerate("kmgtp", start=1)},
}


@dataclass(frozen=True, slots=True)
class _Span:
    """Numbers of one sort; an end that is open does not belong to it."""

    sort: str
    low: float
    high: float
    is_low_open: bool = False
    is_high_open: bool = False


def overlap(subject: Subject) -> Iterator[Problem]:
    """Ranges that overlap leave two answers right."""
    for texts in subject.complete:
        spans = {id_: _span(text) for id_, text in subject.options(texts).items()}
        for one, other in itertools.combinations(spans, 2):
            if _overlap(spans[one], spans[other]):
                told = f"the numbers of '{one}' and '{other}' overlap: make the ranges separate"
                yield texts.problem(option_path(other), "L05", told)


def _span(text: str) -> _Span | None:
    """What an option means which is nothing but a number or a range; else None."""
    found = _RANGE.match(text)
    if not found:
        return None
    sort, low = _measured(found["low"], found["unit"] or found["high_unit"] or "")
    said = {word.lower() for word in (found["before"], found["after"]) if word}
    if found["high"]:
        _, high = _measured(found["high"], found["high_unit"] or found["unit"])
        return _Span(sort, low, high, found["from"] == "超", bool(said & _BELOW))
    if said & (_BELOW | _AT_MOST):
        return _Span(sort, 0, low, is_high_open=bool(said & _BELOW))
    if said & (_ABOVE | _AT_LEAST):
        return _Span(sort, low, inf, is_low_open=bool(said & _ABOVE))
    return _Span(sort, low, low)


def _measured(number: str, unit: str) -> tuple[str, float]:
    name = unit.lower().removesuffix("s")
    sort, size = _UNITS.get(name, (name, 1))
    return sort, float(number.replace(",", "")) * size


def _overlap(one: _Span | None, other: _Span | None) -> bool:
    """Ranges that only touch, as 5-10 and 10-20, overlap as well: 10 is in both."""
    if one is None or other is None or one.sort != other.sort:
        return False
    first, second = sorted((one, other), key=lambda span: (span.low, span.is_low_open))
    if first.high == second.low:
        return not (first.is_high_open or second.is_low_open)
    return first.high > second.low


RULES: tuple[Rule, ...] = (overlap,)
