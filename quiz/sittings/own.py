"""What an address names of a sitting, where it is the learner's own."""

from __future__ import annotations

from uuid import UUID

from quiz.accounts.models import User
from quiz.sittings.models import Sitting, Slot
from quiz.sittings.rows import find


def own_sitting(key: UUID, kind: str, learner: User | None, *, is_held: bool = False) -> Sitting:
    """Raises Sitting.DoesNotExist where it is not the learner's, or is not there.

    Held as `SittingQuerySet.hold` says, and only inside a transaction.
    """
    if learner is None:
        raise Sitting.DoesNotExist("a visitor has none")
    if is_held:
        _hold(learner)
    own = {"key": key, "learner": learner.pk, "kind": kind}
    return find(Sitting, own, is_held=is_held)


def _hold(learner: User) -> None:
    try:
        find(User, {"id": learner.pk}, is_held=True)
    except User.DoesNotExist:
        raise Sitting.DoesNotExist("the learner was deleted") from None


def own_slot(
    key: UUID, kind: str, position: int, learner: User | None, *, is_held: bool = False
) -> Slot:
    """With its sitting, which is what is held.

    Raises Sitting.DoesNotExist as `own_sitting` does, and Slot.DoesNotExist past the last.
    """
    sitting = own_sitting(key, kind, learner, is_held=is_held)
    if position > sitting.items:  # a number of any length may stand in an address
        raise Slot.DoesNotExist(f"{sitting} has no slot {position}")
    slot = find(Slot, {"sitting": sitting.pk, "position": position})
    slot.sitting = sitting
    return slot
