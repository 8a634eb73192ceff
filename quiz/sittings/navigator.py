"""Where one is in a sitting: each question with what has been entered there."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from quiz.sittings.models import Sitting, Slot


class Step(NamedTuple):
    position: int
    is_answered: bool
    is_flagged: bool
    is_here: bool
    address: str


def steps_of(sitting: Sitting, here: int) -> list[Step]:
    """In order; `here` is the position of the page, 0 for none."""
    base = reverse("sittings:exam-resume", args=[sitting.key])
    rows = Slot.objects.filter(sitting=sitting).order_by("position")
    return [
        Step(position, bool(selected), is_flagged, position == here, f"{base}{position}/")
        for position, selected, is_flagged in rows.values_list("position", "selected", "is_flagged")
    ]
