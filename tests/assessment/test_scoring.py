"""The interval of a score, against published values and its own bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.scoring import Score, wilson


@pytest.mark.parametrize(
    ("correct", "total", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(
    correct: int, total: int, low: float, high: float
) -> None:
    assert wilson(correct, total) == pytest.approx((low, high), abs=5e-5)


@given(total=st.integers(1, 1000), data=st.data())
def test_the_interval_holds_the_share_and_stays_within_bounds(
    total: int, data: st.DataObject
) -> None:
    correct = data.draw(st.integers(0, total))
    low, high = wilson(correct, total)

    assert 0 <= low <= correct / total <= high <= 1


def test_no_items_say_nothing() -> None:
    assert Score(0, 0).interval == (0.0, 1.0)
    assert Score(0, 0).share == 0
    assert Score(36, 50).share == 0.72


@pytest.mark.parametrize(("correct", "total"), [(2, 1), (-1, 3), (0, -1)])
def test_what_is_no_score_is_refused(correct: int, total: int) -> None:
    with pytest.raises(ValueError, match="no score"):
        wilson(correct, total)
