"""Sorting statements, one at a time: each once, then those that went wrong, until none is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Sorted(NamedTuple):
    """One statement, by its number, put to a subject; `is_correct` if to the right one."""

    statement: int
    is_correct: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `total` statements `right` are sorted by now, `at_first` of them the first time."""

    total: int
    right: int
    at_first: int

    @property
    def open(self) -> int:
        return self.total - self.right

    @property
    def is_done(self) -> bool:
        return self.open == 0


def next_statement(order: Sequence[int], done: Sequence[Sorted]) -> int | None:
    """The statement to ask now; None when each was sorted rightly.

    First `order`, then what went wrong, in the order in which it last went wrong.
    Source: the drop-out schedule of flash-card learning (Karpicke and Roediger 2008,
    doi 10.1126/science.1152408: what was recalled is asked no more in the session).
    """
    last = {sorting.statement: sorting.is_correct for sorting in done}
    for statement in order:
        if statement not in last:
            return statement
    wrong = [sorting.statement for sorting in done if not last[sorting.statement]]
    latest = {statement: place for place, statement in enumerate(wrong)}
    return min(latest, key=lambda statement: latest[statement], default=None)


def tally(order: Sequence[int], done: Sequence[Sorted]) -> Tally:
    first: dict[int, bool] = {}
    for sorting in done:
        first.setdefault(sorting.statement, sorting.is_correct)
    right = {sorting.statement for sorting in done if sorting.is_correct}
    return Tally(total=len(order), right=len(right), at_first=sum(first.values()))
