"""In which order a practice set asks, and how many."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quiz.assessment.scoring import Score

USUAL = (7, 10, 20)
FEWEST, MOST = 1, 200

Place = tuple[str, str]  # an exam and a domain of it


class Answered(NamedTuple):
    """One response of the learner; `place` is where its question belongs."""

    question: str
    place: Place
    is_correct: bool


def clamped(count: int) -> int:
    """As many as a set may ask."""
    return min(max(count, FEWEST), MOST)


def weakest_first(
    asked: Mapping[str, Place], answers: Iterable[Answered], *, rng: random.Random
) -> list[str]:
    """The ids of `asked`: wrong the last time, then never answered, then right the last time.

    Within that by the share of right answers that `answers`, oldest first, have in the question's
    place, the lowest first; a place without any counts as 0. Equal ones come as `rng` has it.
    """
    last: dict[str, bool] = {}
    scores: dict[Place, Score] = {}
    for question, place, is_correct in answers:
        last[question] = is_correct
        before = scores.get(place, Score(0, 0))
        scores[place] = Score(before.correct + is_correct, before.total + 1)
    shares = {place: score.share for place, score in scores.items()}
    ranks = {False: 0, None: 1, True: 2}
    order = list(asked)
    rng.shuffle(order)
    return sorted(order, key=lambda id: (ranks[last.get(id)], shares.get(asked[id], 0.0)))
