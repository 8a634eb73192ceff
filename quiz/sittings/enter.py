"""Keep what a learner enters in a running sitting, without a word on right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from quiz.accounts.models import User
from quiz.sittings.models import Entry, Sitting, Slot

LONGEST_NOTE = 2000
ENTERED = ("selected", "is_flagged", "eliminated", "note")


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
    """Raises Slot.DoesNotExist where it is not the learner's, or is not there."""
    slots = Slot.objects.select_related("sitting", "revision").defer("revision__document")
    return slots.get(
        sitting__key=key,
        sitting__in=Sitting.objects.sat_by(learner),
        sitting__kind=Sitting.EXAM,
        position=position,
    )


def enter(slot: Slot, entered: Entered, *, at: datetime) -> None:
    """Save. Of two at once the one that came in later counts.

    Raises OverError where the sitting had ended by `at`, the moment when the save came in, and
    Sitting.DoesNotExist where it was deleted since.
    """
    with transaction.atomic(durable=True):
        sitting = Sitting.objects.hold(slot.sitting_id or 0, slot.learner_id)
        if not sitting.takes_saves(at):
            slot.refresh_from_db(fields=ENTERED)
            raise OverError(slot)
        selected = _in_order(slot, entered.selected)
        Entry.objects.create(slot_id=slot.pk, selected=selected, entered_at=at)
        later = Entry.objects.filter(slot=OuterRef("pk"), entered_at__gt=at)
        Slot.objects.filter(~Exists(later), pk=slot.pk).update(
            selected=selected,
            is_flagged=entered.is_flagged,
            eliminated=_in_order(slot, entered.eliminated),
            note=entered.note[:LONGEST_NOTE],
        )


def _in_order(slot: Slot, ids: frozenset[str]) -> str:
    return "".join(sorted(ids & set(slot.option_order)))
