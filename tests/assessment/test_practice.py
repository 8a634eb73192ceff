from __future__ import annotations

from random import Random

import pytest

from quiz.assessment.practice import Answered, clamped, weakest_first

SECURE, RESILIENT = ("demo", "secure"), ("demo", "resilient")


def answers(*text: str) -> list[Answered]:
    """ "s1+" is question s1 of the domain `secure`, answered rightly."""
    places = {"s": SECURE, "r": RESILIENT}
    return [Answered(one[:-1], places[one[0]], one[-1] == "+") for one in text]


@pytest.mark.parametrize(
    ("done", "order"),
    [
        (("s1+", "s2-"), ["s2", "s3", "s1"]),
        (("s1+", "s2-", "s1-", "s2+"), ["s1", "s3", "s2"]),
        (("s1-", "s2-", "s3+", "s2+", "s1+"), None),
    ],
    ids=["wrong, new, right", "the last answer counts", "all right the last time"],
)
def test_what_went_wrong_comes_first_then_what_is_new(
    done: tuple[str, ...], order: list[str] | None
) -> None:
    asked = dict.fromkeys(("s1", "s2", "s3"), SECURE)

    found = weakest_first(asked, answers(*done), rng=Random(1))

    assert sorted(found) == ["s1", "s2", "s3"]
    assert order in (None, found)


def test_within_that_the_weaker_domain_comes_first() -> None:
    asked = {"s1": SECURE, "s2": SECURE, "r1": RESILIENT, "r2": RESILIENT}
    done = answers("s1+", "s1-", "r1-", "r1-", "r9+")  # secure 1 of 2, resilient 1 of 3

    for seed in range(20):
        assert weakest_first(asked, done, rng=Random(seed)) == ["r1", "s1", "r2", "s2"]


def test_a_domain_without_an_answer_comes_before_one_that_goes_well() -> None:
    asked = {"s1": SECURE, "r1": RESILIENT}

    for seed in range(20):
        assert weakest_first(asked, answers("s9+"), rng=Random(seed)) == ["r1", "s1"]


def test_equal_ones_come_as_chance_has_it() -> None:
    asked = dict.fromkeys((f"s{n}" for n in range(10)), SECURE)

    orders = {tuple(weakest_first(asked, (), rng=Random(seed))) for seed in range(5)}

    assert len(orders) == 5
    assert weakest_first({}, answers("s1+"), rng=Random(1)) == []


@pytest.mark.parametrize(
    ("count", "asked"), [(-5, 1), (0, 1), (1, 1), (15, 15), (200, 200), (10**9, 200)]
)
def test_a_set_asks_between_one_and_two_hundred(count: int, asked: int) -> None:
    assert clamped(count) == asked
