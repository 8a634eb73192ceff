"""The conditional logit: which of several options is chosen, by what each of them shows.

An option's probability is exp(utility) over the sum of that of all options of its question, and
its utility is the sum of coefficient times value over the cues. Fitted by Newton's method with a
ridge penalty.

Source: McFadden 1974, "Conditional logit analysis of qualitative choice behavior"; the penalty is
that of le Cessie and van Houwelingen 1992, doi 10.2307/2347628.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from operator import mul

RIDGE = 1.0  # Weighs against a coefficient about as much as one question can speak for it.
_FAR, _NEAR = 0.5, 1e-4

Question = Sequence[Sequence[float]]


class Choices:
    """One question or more as columns: of each cue its values of all options, one after the other.

    A question is a list of values for each cue, and `keys` has the index of each one's key.
    The work is done in `map` and `sum` over whole columns, which Python does fastest.
    """

    def __init__(self, questions: Sequence[Question], keys: Sequence[int]) -> None:
        sizes = [len(question[0]) for question in questions]
        self._bounds = list(pairwise(accumulate(sizes, initial=0)))
        self._keys = [start + key for (start, _), key in zip(self._bounds, keys, strict=True)]
        self._columns = [
            list(chain.from_iterable(values)) for values in zip(*questions, strict=True)
        ]
        self._observed = [math.fsum(column[row] for row in self._keys) for column in self._columns]

    def utilities(self, coefficients: Sequence[float]) -> list[float]:
        """Of every option, one after the other."""
        found = [0.0] * self._bounds[-1][1]
        for coefficient, column in zip(coefficients, self._columns, strict=True):
            found = [sum_ + coefficient * value for sum_, value in zip(found, column, strict=True)]
        return found

    def probabilities(self, utilities: Sequence[float]) -> list[float]:
        """Of every option, one after the other; they sum to 1 in each question."""
        found: list[float] = []
        for start, end in self._bounds:
            own = utilities[start:end]
            most = max(own)  # exp() of a difference cannot overflow.
            weights = [math.exp(utility - most) for utility in own]
            total = sum(weights)
            found += [weight / total for weight in weights]
        return found

    def by_question(self, values: Sequence[float]) -> list[Sequence[float]]:
        return [values[start:end] for start, end in self._bounds]

    def gradient(self, probabilities: Sequence[float]) -> list[float]:
        """Of the log-likelihood by the coefficients."""
        return [
            observed - sum(map(mul, probabilities, column))
            for observed, column in zip(self._observed, self._columns, strict=True)
        ]

    def information(self, probabilities: Sequence[float]) -> list[list[float]]:
        """The negated second derivatives: the lower triangle with its diagonal, row by row."""
        weighted = [list(map(mul, probabilities, column)) for column in self._columns]
        means = [[sum(column[start:end]) for start, end in self._bounds] for column in weighted]
        return [
            [
                sum(map(mul, weighted[row], self._columns[column]))
                - sum(map(mul, means[row], means[column]))
                for column in range(row + 1)
            ]
            for row in range(len(self._columns))
        ]


def fit(choices: Choices, start: Sequence[float]) -> list[float]:
    """The coefficients of greatest penalised likelihood, from a `start` that may be all 0.

    The penalty makes it strictly concave, so that there is one answer where cues are constant,
    repeat each other or separate keys from the rest. A step over which utilities change by no
    more than `d` against each other changes the second derivatives by a factor of exp(d) at most:
    log(1 + d) / d of it always climbs, and below _FAR those at hand are good enough.

    Source of the step: Sun and Tran-Dinh 2019, doi 10.1007/s10107-018-1282-4, for the class of
    functions to which Bach 2010, doi 10.1214/09-EJS521, found that the logistic belongs.
    """
    at, far = list(start), math.inf
    factor: list[list[float]] = []
    utilities = choices.utilities(at)
    while far >= _NEAR:
        probabilities = choices.probabilities(utilities)
        if far > _FAR:
            factor = _factor(choices.information(probabilities))
        slope = [
            own - RIDGE * coefficient
            for own, coefficient in zip(choices.gradient(probabilities), at, strict=True)
        ]
        step = _solve(factor, slope)
        change = choices.utilities(step)
        far = max(max(own) - min(own) for own in choices.by_question(change))
        share = math.log1p(far) / far if far else 1.0
        at = [own + share * more for own, more in zip(at, step, strict=True)]
        utilities = [own + share * more for own, more in zip(utilities, change, strict=True)]
    return at


def _factor(information: Sequence[Sequence[float]]) -> list[list[float]]:
    """Cholesky's lower triangle of the information with the ridge on its diagonal."""
    rows: list[list[float]] = []
    for n, given in enumerate(information):
        row: list[float] = []
        for m in range(n):
            row.append((given[m] - sum(map(mul, row, rows[m]))) / rows[m][m])
        row.append(math.sqrt(given[n] + RIDGE - sum(map(mul, row, row))))
        rows.append(row)
    return rows


def _solve(factor: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x of A x = `right`, where `factor` is Cholesky's of A."""
    middle: list[float] = []
    for row, value in zip(factor, right, strict=True):
        middle.append((value - sum(map(mul, row, middle))) / row[-1])
    found = [0.0] * len(middle)
    for n in range(len(middle) - 1, -1, -1):
        below = sum(factor[m][n] * found[m] for m in range(n + 1, len(middle)))
        found[n] = (middle[n] - below) / factor[n][n]
    return found
