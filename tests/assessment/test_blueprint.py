"""Drawing a form: by the blueprint, the unseen first, and everything decided by the draw."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.blueprint import (
    TooFewQuestionsError,
    apportion,
    draw,
    missing,
    wanted,
)
from quiz.assessment.item import Form

WEIGHTS = {"secure": 30, "resilient": 26, "performant": 24, "economical": 20}
FULL = Form(id="full", items=65, unscored=15, minutes=130)
SHORT = Form(id="short", items=20, unscored=0, minutes=40)
TRAIN = Form(id="train", items=7, unscored=0, minutes=14)


def pools(size: int) -> dict[str, list[str]]:
    return {name: [f"{name}-{n}" for n in range(size)] for name in WEIGHTS}


def domain_of(id_: str) -> str:
    return id_.partition("-")[0]


@pytest.mark.parametrize(
    ("total", "counts"),
    [(65, [19, 17, 16, 13]), (50, [15, 13, 12, 10]), (20, [6, 5, 5, 4]), (7, [2, 2, 2, 1])],
)
def test_items_are_shared_out_by_the_largest_remainder(total: int, counts: list[int]) -> None:
    assert list(apportion(total, WEIGHTS).values()) == counts


@given(
    total=st.integers(0, 500),
    weights=st.dictionaries(st.text(min_size=1), st.integers(1, 100), min_size=1, max_size=8),
)
def test_shares_add_up_and_none_is_a_whole_item_off_its_quota(
    total: int, weights: dict[str, int]
) -> None:
    shares = apportion(total, weights)

    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(shares[name] - total * weights[name] / whole) < 1 for name in weights)


def test_scored_items_follow_the_weights_by_themselves() -> None:
    assert wanted(FULL, WEIGHTS) == {
        "secure": (19, 4),
        "resilient": (17, 4),
        "performant": (16, 4),
        "economical": (13, 3),
    }


@given(
    items=st.integers(1, 100),
    share=st.floats(0, 0.9),
    weights=st.dictionaries(st.text(min_size=1), st.integers(1, 100), min_size=1, max_size=8),
)
def test_no_form_has_a_domain_with_more_scored_items_than_items(
    items: int, share: float, weights: dict[str, int]
) -> None:
    form = Form(id="any", items=items, unscored=int(items * share), minutes=1)
    due = wanted(form, weights)

    assert sum(count for count, _ in due.values()) == items
    assert sum(unscored for _, unscored in due.values()) == form.unscored
    assert all(0 <= unscored <= count for count, unscored in due.values())


def test_a_draw_has_each_question_once_and_the_blueprints_counts() -> None:
    drawn = draw(FULL, WEIGHTS, pools(40), {}, rng=random.Random(1))

    assert len(set(drawn.ids)) == 65
    assert Counter(map(domain_of, drawn.ids)) == {
        "secure": 19,
        "resilient": 17,
        "performant": 16,
        "economical": 13,
    }
    scored = [id_ for id_ in drawn.ids if id_ not in drawn.unscored]
    assert list(Counter(sorted(map(domain_of, scored))).values()) == [10, 12, 13, 15]


def test_the_unseen_come_before_the_seen_and_the_longest_unseen_before_the_rest() -> None:
    seen = {f"secure-{n}": float(n) for n in range(3, 10)}  # 0, 1 and 2 are new
    for seed in range(20):
        drawn = draw(SHORT, WEIGHTS, pools(10), seen, rng=random.Random(seed))
        chosen = {id_ for id_ in drawn.ids if domain_of(id_) == "secure"}
        assert chosen == {f"secure-{n}" for n in range(6)}


def test_among_equals_chance_decides_and_the_same_seed_decides_the_same() -> None:
    draws = [draw(TRAIN, WEIGHTS, pools(30), {}, rng=random.Random(seed)) for seed in range(30)]

    assert len({drawn.ids for drawn in draws}) > 25
    assert len({domain_of(drawn.ids[0]) for drawn in draws}) > 1
    assert draw(TRAIN, WEIGHTS, pools(30), {}, rng=random.Random(3)) == draws[3]


def test_a_bank_that_is_too_small_says_what_it_lacks() -> None:
    small = {"secure": ["a"] * 18, "resilient": ["b"] * 20, "performant": ["c"] * 16}

    with pytest.raises(TooFewQuestionsError) as refused:
        draw(FULL, WEIGHTS, small, {}, rng=random.Random(1))

    assert refused.value.missing == {"secure": 1, "economical": 13}
    available = {name: len(pool) for name, pool in small.items()}
    assert missing(FULL, WEIGHTS, available) == refused.value.missing
    assert missing(TRAIN, WEIGHTS, {**available, "economical": 1}) == {}
