"""A response beside what it was given to: what the feedback shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quiz.assessment.grading import Grade, grade_all_or_nothing
from quiz.bank.ready import LETTERS, Ready
from quiz.sittings.browse import Filter
from quiz.sittings.models import Response


@dataclass(frozen=True, slots=True)
class Judged:
    """An option after the answer."""

    id: str
    letter: str
    verdict: str
    html: SafeString

    @property
    def is_key(self) -> bool:
        return self.verdict in ("hit", "miss")


@dataclass(frozen=True, slots=True)
class Feedback:
    is_correct: bool
    options: tuple[Judged, ...]
    again_url: str
    next_url: str
    teaching_html: SafeString
    is_last: bool = False  # so that `next_url` is no question's

    @property
    def grade(self) -> str:
        return "correct" if self.is_correct else "incorrect"

    @property
    def answer_line(self) -> str:
        letters = ", ".join(option.letter for option in self.options if option.is_key)
        return _("The answer is %(letters)s.") % {"letters": letters}


def feedback_of(
    response: Response,
    shown: Ready,
    untold: Collection[str],
    *,
    next_url: str,
    again_url: str = "",
    is_last: bool = False,
) -> Feedback:
    """`shown` is of the revision that was responded to; `untold` as `lock.untold` has it."""
    grade = grade_all_or_nothing(shown.item, frozenset(response.selected))
    return Feedback(
        is_correct=response.is_correct,
        options=judged(grade, shown, response.slot.option_order),
        again_url=again_url,
        next_url=next_url,
        teaching_html=shown.teaching_html(untold),
        is_last=is_last,
    )


def judged(grade: Grade, shown: Ready, option_order: str) -> tuple[Judged, ...]:
    return tuple(
        Judged(
            id=id,
            letter=letter,
            verdict=(verdict := grade.verdicts[id].value),
            html=shown.judged_html(id, verdict),
        )
        for letter, id in zip(LETTERS, option_order, strict=False)
    )


def feedback_context(
    response: Response, shown: Ready, untold: Collection[str], wanted: Filter
) -> dict[str, Any]:
    """What the feedback templates take; `wanted` is the list that the learner goes through."""
    address = reverse("sittings:question-detail", args=[shown.revision.question_id])
    feedback = feedback_of(
        response,
        shown,
        untold,
        next_url=f"{address}next/{wanted.query}",
        again_url=address + wanted.query,
    )
    return {"shown": shown, "feedback": feedback}
