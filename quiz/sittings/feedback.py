"""A response beside what it was given to: what the feedback shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quiz.assessment.grading import grade_all_or_nothing
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
    is_last: bool = False  # so that `next_url` is no question's

    @property
    def grade(self) -> str:
        return "correct" if self.is_correct else "incorrect"

    @property
    def answer_line(self) -> str:
        letters = ", ".join(option.letter for option in self.options if option.is_key)
        return _("The answer is %(letters)s.") % {"letters": letters}


def feedback_of(
    response: Response, shown: Ready, *, next_url: str, again_url: str = "", is_last: bool = False
) -> Feedback:
    """`shown` is of the revision that was responded to."""
    verdicts = grade_all_or_nothing(shown.item, frozenset(response.selected)).verdicts
    options = tuple(
        Judged(
            id=id,
            letter=letter,
            verdict=(verdict := verdicts[id].value),
            html=shown.judged_html(id, verdict),
        )
        for letter, id in zip(LETTERS, response.slot.option_order, strict=False)
    )
    return Feedback(response.is_correct, options, again_url, next_url, is_last)


def feedback_context(response: Response, shown: Ready, wanted: Filter) -> dict[str, Any]:
    """What the feedback templates take; `wanted` is the list that the learner goes through."""
    address = reverse("sittings:question-detail", args=[shown.revision.question_id])
    feedback = feedback_of(
        response,
        shown,
        next_url=f"{address}next/{wanted.query}",
        again_url=address + wanted.query,
    )
    return {"shown": shown, "feedback": feedback}
