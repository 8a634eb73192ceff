"""Keep what a learner enters in a running sitting, without a word on right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from quiz.accounts.models import User
from quiz.sittings.models import Entry, Sitting, Slot
from quiz.sittings.rows import insert

LONGEST_NOTE = 2000


class OverError(Exception):
    """The sitting takes nothing more; `slot` holds what was kept."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(f"{slot} is closed")
        self.slot = slot


@dataclass(frozen=True, slots=True)
class Entered:
    """The whole form of one question, as it was sent."""

    selected: frozenset[str] = frozenset()
    is_flagged: bool = False
    eliminated: frozenset[str] = frozenset()
    note: str = ""


def find_slot(key: UUID, position: int, learner: User | None) -> Slot:
    """With its sitting. Raises Slot.DoesNotExist where it is not the learner's, or is not there."""
    return _own(key, position, learner).get()


def _own(key: UUID, position: int, learner: User | None) -> QuerySet[Slot]:
    if learner is None:
        return Slot.objects.none()
    return Slot.objects.select_related("sitting").filter(
        sitting__key=key,
        sitting__learner=learner.pk,
        sitting__kind=Sitting.EXAM,
        position=position,
    )


def enter(key: UUID, position: int, entered: Entered, *, by: User | None, at: datetime) -> Slot:
    """The slot, with its sitting, as it was entered. Of two the one that came in later counts.

    Raises OverError where the sitting had ended by `at`, the moment when the save came in, and
    Slot.DoesNotExist as `find_slot` does.
    """
    with transaction.atomic(durable=True):
        # As `SittingQuerySet.hold`. The slot itself is not locked: it is written with its sitting.
        held = _own(key, position, by).select_related("sitting__learner")
        slot = held.select_for_update(of=("sitting__learner", "sitting")).get()
        if not slot.own_sitting.takes_saves(at):
            raise OverError(slot)
        slot.selected = _in_order(slot, entered.selected)
        slot.is_flagged = entered.is_flagged
        slot.eliminated = _in_order(slot, entered.eliminated)
        slot.note = entered.note[:LONGEST_NOTE]
        entry = Entry(slot_id=slot.pk, selected=slot.selected, entered_at=at)
        insert(Entry, vars(entry))
        later = Entry.objects.filter(slot=OuterRef("pk"), entered_at__gt=at)
        Slot.objects.filter(~Exists(later), pk=slot.pk).update(
            selected=slot.selected,
            is_flagged=slot.is_flagged,
            eliminated=slot.eliminated,
            note=slot.note,
        )
    return slot


def _in_order(slot: Slot, ids: frozenset[str]) -> str:
    return "".join(sorted(ids & set(slot.option_order)))
