"""How a response is graded.

Rules carry a name that is stored with each grade, so that old results keep their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from quiz.assessment.item import Item

ALL_OR_NOTHING = "all-or-nothing-1"


class Verdict(StrEnum):
    """What selecting or leaving one option was. Source: signal detection theory."""

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false-alarm"
    REJECTION = "rejection"


_VERDICTS = {
    (True, True): Verdict.HIT,
    (True, False): Verdict.MISS,
    (False, True): Verdict.FALSE_ALARM,
    (False, False): Verdict.REJECTION,
}


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` of `max_score` points by `rule`; `verdicts` by option id, in the item's order."""

    score: int
    max_score: int
    rule: str
    verdicts: Mapping[str, Verdict]

    @property
    def is_correct(self) -> bool:
        return self.score == self.max_score


def grade_all_or_nothing(item: Item, selected: frozenset[str]) -> Grade:
    """Grade one response: 1 point if `selected` equals the key exactly, else 0.

    `selected` holds option ids; empty means unanswered, which scores 0 and is
    never penalised. `verdicts` has one entry per option, in the item's order.

    Raises ValueError if `selected` names an option that the item lacks.

    Source: AWS SAA-C03 exam guide, "Response types" and "Unscored content";
    the rule is IMS QTI's `match_correct` template.
    """
    if unknown := selected - {option.id for option in item.options}:
        raise ValueError(f"no such option: {', '.join(sorted(unknown))}")
    verdicts = {
        option.id: _VERDICTS[option.is_correct, option.id in selected] for option in item.options
    }
    return Grade(int(selected == item.key), 1, ALL_OR_NOTHING, verdicts)
