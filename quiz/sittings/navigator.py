"""Where one is in a sitting: each question with what has been entered there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quiz.sittings.models import Sitting, Slot


class Step(NamedTuple):
    position: int
    is_answered: bool
    is_flagged: bool
    address: str


def steps_of(sitting: Sitting) -> list[Step]:
    """In order."""
    base = reverse("sittings:exam-resume", args=[sitting.key])
    rows = Slot.objects.filter(sitting=sitting).order_by("position")
    return [
        Step(position, bool(selected), is_flagged, f"{base}{position}/")
        for position, selected, is_flagged in rows.values_list("position", "selected", "is_flagged")
    ]


@lru_cache
def _cell(language: str, is_answered: bool, is_flagged: bool, is_here: bool) -> str:
    """A step with places to fill in: by template sixty-five of them would be most of a page."""
    context = {"is_answered": is_answered, "is_flagged": is_flagged, "is_here": is_here}
    return render_to_string("sittings/_step.html", context).strip()


def cells(steps: Sequence[Step], here: int) -> SafeString:
    """The list items of the navigator; `here` is the position of the page, 0 for none."""
    language = get_language() or ""
    return SafeString(
        "".join(
            _cell(language, step.is_answered, step.is_flagged, step.position == here)
            .replace("@address", step.address)
            .replace("@position", str(step.position))
            for step in steps
        )
    )
