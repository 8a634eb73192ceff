"""Where one is in a sitting: each question with what has been entered there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.safestring import SafeString

from quiz.sittings.models import Sitting
from quiz.web.pieces import piece


class Step(NamedTuple):
    """A choice of fewer options than are asked for is no answer yet."""

    position: int
    is_answered: bool
    is_flagged: bool
    address: str


def steps_of(sitting: Sitting) -> list[Step]:
    """In order. By hand: it stands on each page of an exam, and in the answer to each save."""
    base = reverse("sittings:exam-resume", args=[sitting.key])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, LENGTH(selected) = pick, is_flagged FROM sittings_slot"
            " WHERE sitting_id = %s ORDER BY position",
            [sitting.pk],
        )
        return [
            Step(position, bool(is_answered), bool(is_flagged), f"{base}{position}/")
            for position, is_answered, is_flagged in cursor.fetchall()
        ]


def cells(steps: Sequence[Step], here: int) -> SafeString:
    """The list items of the navigator; `here` is the position of the page, 0 for none.

    By template sixty-five of them would be most of a page.
    """
    kinds = {(is_answered, is_flagged) for _, is_answered, is_flagged, _ in steps}
    elsewhere = {kind: _cell(*kind, is_here=False) for kind in kinds}
    return SafeString(
        "".join(
            (
                _cell(step.is_answered, step.is_flagged, is_here=True)
                if step.position == here
                else elsewhere[step.is_answered, step.is_flagged]
            )
            .replace("@address", step.address)
            .replace("@position", str(step.position))
            for step in steps
        )
    )


def _cell(is_answered: bool, is_flagged: bool, *, is_here: bool) -> str:
    return piece(
        "sittings/_step.html", is_answered=is_answered, is_flagged=is_flagged, is_here=is_here
    )


def time_left(deadline: datetime, now: datetime) -> SafeString:
    """The clock of a running sitting; without JavaScript it says until when that runs."""
    clock: str = piece("sittings/_time_left.html")
    for place, value in (
        ("@deadline", deadline.isoformat()),
        ("@now", now.isoformat()),
        ("@until", f"{deadline:%H:%M}"),
    ):
        clock = clock.replace(place, value)
    return SafeString(clock)
