"""Which questions a sitting of a form asks: as many of each domain as the blueprint has."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.assessment.item import Form


@dataclass(frozen=True, slots=True)
class Drawn:
    """Question ids in the order in which they are asked, and those that don't count."""

    ids: tuple[str, ...]
    unscored: frozenset[str]


class TooFewQuestionsError(ValueError):
    """`missing` says by domain how many questions the form lacks."""

    def __init__(self, missing: Mapping[str, int]) -> None:
        super().__init__(f"too few questions: {dict(missing)}")
        self.missing = dict(missing)


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` shared out by `weights`, in whole numbers that add up to it.

    Each gets its quota rounded down; what is left goes to the largest remainders, the first of
    equal ones first. 65 by 30, 26, 24, 20 is 19, 17, 16, 13.

    Source: the largest-remainder method with the Hare quota (Hamilton's method).
    """
    whole = sum(weights.values())
    shares = {name: divmod(total * weight, whole) for name, weight in weights.items()}
    counts = {name: count for name, (count, _) in shares.items()}
    by_remainder = sorted(weights, key=lambda name: -shares[name][1])
    for name in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return counts


def wanted(form: Form, weights: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """By domain how many items the form asks, and how many of those are unscored.

    The weights hold for the scored items, so these are shared out by themselves; what a domain has
    beyond that is unscored.

    Source: AWS SAA-C03 exam guide, "Unscored content" and "Content outline".
    """
    scored = apportion(form.items - form.unscored, weights)
    every = apportion(form.items, weights)
    for name, count in scored.items():  # rounding twice may leave a domain one short
        if every[name] < count:
            giver = max(every, key=lambda other: every[other] - scored[other])
            every[giver] -= 1
            every[name] += 1
    return {name: (count, count - scored[name]) for name, count in every.items()}


def missing(form: Form, weights: Mapping[str, int], available: Mapping[str, int]) -> dict[str, int]:
    """By domain how many questions the form lacks; empty where it can be asked."""
    due = {name: count for name, (count, _) in wanted(form, weights).items()}
    return {
        name: count - available.get(name, 0)
        for name, count in due.items()
        if count > available.get(name, 0)
    }


def draw(
    form: Form,
    weights: Mapping[str, int],
    pools: Mapping[str, Sequence[str]],
    seen: Mapping[str, float],
    *,
    rng: random.Random,
) -> Drawn:
    """Draw a sitting's questions: those never seen first, then those seen longest ago.

    `pools` has the ids of each domain's questions, `seen` when the learner saw a question last, as
    a number that grows. Among equals chance decides, as it does over the order of all and over
    which are unscored.

    Raises TooFewQuestionsError where a domain has fewer than the form wants.
    """
    if lacking := missing(form, weights, {name: len(pool) for name, pool in pools.items()}):
        raise TooFewQuestionsError(lacking)
    ids: list[str] = []
    unscored: set[str] = set()
    for name, (count, uncounted) in wanted(form, weights).items():
        chosen = _chosen(pools.get(name, ()), count, seen, rng)
        ids += chosen
        unscored.update(rng.sample(chosen, uncounted))
    rng.shuffle(ids)
    return Drawn(tuple(ids), frozenset(unscored))


def _chosen(
    pool: Sequence[str], count: int, seen: Mapping[str, float], rng: random.Random
) -> list[str]:
    unseen = [id_ for id_ in pool if id_ not in seen] if seen else pool
    if len(unseen) >= count:
        return rng.sample(unseen, count)
    known = [id_ for id_ in pool if id_ in seen]
    rng.shuffle(known)
    known.sort(key=lambda id_: seen[id_])
    return [*unseen, *known[: count - len(unseen)]]
