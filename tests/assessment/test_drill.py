from __future__ import annotations

import pytest

from quiz.assessment.drill import Sorted, next_statement, tally

ORDER = [2, 0, 1]


def done(*text: str) -> list[Sorted]:
    """Statement 2 sorted rightly is "2+", wrongly "2-"."""
    return [Sorted(int(one[0]), one[1] == "+") for one in text]


@pytest.mark.parametrize(
    ("before", "following"),
    [
        ((), 2),
        (("2+",), 0),
        (("2-",), 0),
        (("2+", "0+", "1+"), None),
        (("2-", "0+", "1+"), 2),
        (("2-", "0-", "1+"), 2),
        (("2-", "0-", "1+", "2-"), 0),
        (("2-", "0-", "1+", "2-", "0+"), 2),
        (("2-", "0-", "1+", "2-", "0+", "2+"), None),
    ],
)
def test_each_comes_once_and_what_went_wrong_comes_again_at_the_end(
    before: tuple[str, ...], following: int | None
) -> None:
    assert next_statement(ORDER, done(*before)) == following


def test_the_tally_counts_what_was_right_the_first_time() -> None:
    counted = tally(ORDER, done("2-", "0+", "1-", "2+"))

    assert (counted.total, counted.right, counted.at_first, counted.open) == (3, 2, 1, 1)
    assert not counted.is_done
    assert tally(ORDER, done("2-", "0+", "1+", "2+")).is_done
