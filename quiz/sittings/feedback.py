"""A response beside what it was given to: what the feedback shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from quiz.assessment.grading import grade_all_or_nothing
from quiz.bank.models import Rendition
from quiz.bank.teaching import teaching_html
from quiz.sittings.models import Response


@dataclass(frozen=True, slots=True)
class Judged:
    """An option after the answer. Texts are `Shown`, or None where the author gave none."""

    id: str
    letter: str
    text: Any
    verdict: str
    rationale: Any
    correct_if: Any
    reason: str
    misconception: Mapping[str, Any] | None

    @property
    def is_key(self) -> bool:
        return self.verdict in ("hit", "miss")

    @property
    def is_chosen(self) -> bool:
        return self.verdict in ("hit", "false-alarm")


@dataclass(frozen=True, slots=True)
class Feedback:
    is_correct: bool
    options: tuple[Judged, ...]
    again_url: str

    @property
    def grade(self) -> str:
        return "correct" if self.is_correct else "incorrect"

    @property
    def key_letters(self) -> str:
        return ", ".join(option.letter for option in self.options if option.is_key)

    @property
    def chosen_letters(self) -> str:
        return ", ".join(option.letter for option in self.options if option.is_chosen)

    @property
    def beliefs(self) -> list[dict[str, Any]]:
        """The misconceptions behind the options that were wrongly chosen."""
        return [
            {"letter": option.letter, **option.misconception}
            for option in self.options
            if option.verdict == "false-alarm" and option.misconception
        ]


def feedback_context(response: Response, rendition: Rendition) -> dict[str, Any]:
    """What the feedback templates take; `rendition` is of the revision that was responded to."""
    slot = response.slot
    verdicts = grade_all_or_nothing(rendition.revision.item, frozenset(response.selected)).verdicts
    judging = rendition.judging
    options = tuple(
        Judged(
            id=id,
            letter=letter,
            text=rendition.face["options"][id],
            verdict=verdicts[id].value,
            **judging["options"][id],
        )
        for letter, id in zip("ABCDEF", slot.option_order, strict=False)
    )
    again = reverse("sittings:question-detail", args=[rendition.revision.question_id])
    return {
        "face": rendition.face,
        "feedback": Feedback(response.is_correct, options, again),
        "takeaway": judging["takeaway"],
        "teaching": teaching_html(rendition),
    }
