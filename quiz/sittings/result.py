"""What came of a sitting: computed from its slots, whether or not anything was written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from quiz.assessment.grading import Grade, grade_all_or_nothing
from quiz.assessment.scoring import Score
from quiz.bank.models import items_of
from quiz.sittings.models import Entry, Sitting, Slot


@dataclass(frozen=True, slots=True)
class Marked:
    """A slot with its grade; `seconds` were spent on it, `changes` are the grades it went through.

    `changes` holds "wrong-right" and the like, in order; a first choice is no change.
    """

    slot: Slot
    grade: Grade
    seconds: float
    changes: tuple[str, ...]

    @property
    def is_correct(self) -> bool:
        return self.grade.is_correct

    @property
    def clock(self) -> str:
        """Minutes and seconds, such as "2:05"."""
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"{minutes}:{seconds:02d}"

    @property
    def is_scored(self) -> bool:
        return not self.slot.is_unscored


@dataclass(frozen=True, slots=True)
class Result:
    """All slots of a sitting, marked, by position."""

    sitting: Sitting
    marked: Sequence[Marked]
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def scored(self) -> list[Marked]:
        return [one for one in self.marked if one.is_scored]

    @property
    def score(self) -> Score:
        return score_of(self.scored)

    def by(self, name: str) -> dict[str, Score]:
        """The scored ones by `domain` or `task`, in the order in which they come."""
        groups: dict[str, list[Marked]] = {}
        for one in self.scored:
            groups.setdefault(getattr(one.slot, name), []).append(one)
        return {key: score_of(those) for key, those in groups.items()}


def score_of(marked: Iterable[Marked]) -> Score:
    those = list(marked)
    return Score(sum(one.is_correct for one in those), len(those))


def result_of(sitting: Sitting) -> Result:
    """Two queries, and one more where this process has not met all of its revisions."""
    slots = list(
        Slot.objects.filter(sitting=sitting)
        .select_related("revision")
        .defer("revision__document")
        .order_by("position")
    )
    items_of((slot.revision_id, slot.revision.digest) for slot in slots)  # all at once
    entries = list(Entry.objects.filter(slot__sitting=sitting).order_by("entered_at", "pk"))
    seconds = _seconds(sitting, entries)
    by_slot: dict[int, list[str]] = {}
    for entry in entries:
        by_slot.setdefault(entry.slot_id, []).append(entry.selected)
    marked = [
        Marked(
            slot,
            grade_of(slot),
            seconds.get(slot.pk, 0.0),
            _changes(slot, by_slot.get(slot.pk, [])),
        )
        for slot in slots
    ]
    totals: dict[str, int] = {}
    for one in marked:
        for change in one.changes:
            totals[change] = totals.get(change, 0) + 1
    return Result(sitting, marked, totals)


def grade_of(slot: Slot, selected: str | None = None) -> Grade:
    """Of what is selected at present, or of `selected`."""
    chosen = slot.selected if selected is None else selected
    return grade_all_or_nothing(slot.revision.item, frozenset(chosen))


def _changes(slot: Slot, selections: Sequence[str]) -> tuple[str, ...]:
    """From one complete choice to another. Half a choice, and none, is on the way to one."""
    whole = len(slot.revision.item.key)
    complete = [one for one in selections if len(one) == whole]
    words = ["right" if grade_of(slot, one).is_correct else "wrong" for one in complete]
    return tuple(
        f"{before}-{after}"
        for before, after, one, other in zip(words, words[1:], complete, complete[1:], strict=False)
        if one != other
    )


def _seconds(sitting: Sitting, entries: Sequence[Entry]) -> dict[int, float]:
    """By slot: the time since the save before, whichever slot that was of, or since the start."""
    found: dict[int, float] = {}
    before = sitting.began_at
    for entry in entries:
        spent = max(timedelta(), entry.entered_at - before).total_seconds()
        found[entry.slot_id] = found.get(entry.slot_id, 0.0) + spent
        before = max(before, entry.entered_at)
    return found


def summary_of(result: Result) -> dict[str, Any]:
    """What the history needs, as JSON: scores as [correct, scored]."""
    score = result.score
    return {
        "correct": score.correct,
        "scored": score.total,
        "answered": sum(bool(one.slot.selected) for one in result.marked),
        "domains": {
            domain: [of.correct, of.total] for domain, of in sorted(result.by("domain").items())
        },
    }


def ended_at(sitting: Sitting, now: datetime) -> datetime:
    """When it ended: handed in, abandoned, or at its deadline; `now` where it has not."""
    ends = [at for at in (sitting.finished_at, sitting.abandoned_at, sitting.deadline_at) if at]
    return min([*ends, now])
