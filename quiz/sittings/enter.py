"""Keep what a learner enters in a running sitting, without a word on right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from quiz.accounts.models import User
from quiz.sittings.models import Entry, Sitting, Slot
from quiz.sittings.own import own_slot
from quiz.sittings.rows import insert

LONGEST_NOTE = 2000


class TooManyError(Exception):
    """More options were chosen than are asked for; `slot` holds the rest, which was kept."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(f"{slot} takes {slot.pick}")
        self.slot = slot


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


# By hand, as this is what everybody waits for. A later save may have been quicker.
_KEEP = """
    UPDATE sittings_slot SET selected = %s, is_flagged = %s, eliminated = %s, note = %s
    WHERE id = %s AND NOT EXISTS (
        SELECT 1 FROM sittings_entry
        WHERE slot_id = sittings_slot.id AND entered_at > %s AND is_choice
    )
"""


def enter(key: UUID, position: int, entered: Entered, *, by: User | None, at: datetime) -> Slot:
    """The slot, with its sitting, as it was entered. Of two the one that came in later counts.

    Raises OverError where the sitting had ended by `at`, the moment when the save came in,
    TooManyError where everything was kept but a choice of too many options, and DoesNotExist as
    `own_slot` does.
    """
    with transaction.atomic(durable=True):
        slot = own_slot(key, Sitting.EXAM, position, by, is_held=True)
        if not slot.own_sitting.takes_saves(at):
            raise OverError(slot)
        selected = _in_order(slot, entered.selected)
        is_too_many = len(selected) > slot.pick
        if not is_too_many:
            slot.selected = selected
        slot.is_flagged = entered.is_flagged
        slot.eliminated = _in_order(slot, entered.eliminated)
        slot.note = entered.note.replace("\r\n", "\n")[:LONGEST_NOTE]  # as a browser counts
        _note(slot, at, is_choice=not is_too_many)
        _keep(slot, at)
    if is_too_many:
        raise TooManyError(slot)
    return slot


def leave(key: UUID, position: int, *, by: User | None, at: datetime) -> None:
    """Note that the learner went on from a question, so that the time until then is the question's.

    Nothing is noted once the sitting has ended. Raises DoesNotExist as `own_slot` does.
    """
    with transaction.atomic(durable=True):
        slot = own_slot(key, Sitting.EXAM, position, by, is_held=True)
        if slot.own_sitting.takes_saves(at):
            _note(slot, at, is_choice=False)


def _note(slot: Slot, at: datetime, *, is_choice: bool) -> None:
    entry = Entry(slot_id=slot.pk, selected=slot.selected, entered_at=at, is_choice=is_choice)
    insert(Entry, vars(entry))


def _keep(slot: Slot, at: datetime) -> None:
    until: Any = connection.ops.adapt_datetimefield_value(at)
    values = [slot.selected, slot.is_flagged, slot.eliminated, slot.note, slot.pk, until]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)


def _in_order(slot: Slot, ids: frozenset[str]) -> str:
    return "".join(sorted(ids & set(slot.option_order)))
