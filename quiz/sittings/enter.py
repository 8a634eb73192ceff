"""Keep what a learner enters in a running sitting, without a word on right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quiz.accounts.models import User
from quiz.sittings.models import Entry, Sitting, Slot

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


def find_slot(key: UUID, position: int, learner: User | None, *, kind: str = Sitting.EXAM) -> Slot:
    """Raises Slot.DoesNotExist where it is not the learner's, or is not there."""
    slots = Slot.objects.select_related("sitting", "revision").defer("revision__document")
    return slots.get(
        sitting__key=key,
        sitting__in=Sitting.objects.sat_by(learner),
        sitting__kind=kind,
        position=position,
    )


def enter(slot: Slot, entered: Entered, *, at: datetime) -> Slot:
    """The slot as it stands after the save. Of two at once the later one counts.

    Raises OverError where the sitting had ended by `at`, the moment when the save came in.
    """
    with transaction.atomic(durable=True):
        sitting = Sitting.objects.select_for_update().get(pk=slot.sitting_id or 0)
        if not sitting.takes_saves(at):
            slot.refresh_from_db(fields=["selected", "is_flagged", "eliminated", "note"])
            raise OverError(slot)
        selected = _in_order(slot, entered.selected)
        Entry.objects.create(slot_id=slot.pk, selected=selected, entered_at=at)
        slot.selected = selected
        slot.is_flagged = entered.is_flagged
        slot.eliminated = _in_order(slot, entered.eliminated)
        slot.note = entered.note[:LONGEST_NOTE]
        slot.save(update_fields=["selected", "is_flagged", "eliminated", "note"])
    return slot


def _in_order(slot: Slot, ids: frozenset[str]) -> str:
    return "".join(sorted(ids & set(slot.option_order)))
