"""How often the key is guessed by somebody who knows nothing but how options look.

Source of the idea: test-wiseness, see `cues`. A bank that a fitted guesser cannot beat chance on,
asked about questions that it was not fitted to, does not give its keys away by these cues.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from quiz.authoring.lint.cues import Asked, Table, Words, cues_of
from quiz.authoring.lint.logit import Choices, Question, fit

FEWEST = 40  # For fewer questions nothing is fitted: there are about half as many coefficients.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cue:
    """What one cue tells by itself: keys have more of it than other options, or less.

    `z` is 0 or more. `share` of the keys are found by choosing the option that has most of it, or
    least if not `is_more`. `coefficient` is the fitted model's, for one standard deviation within
    the question and beside all other cues; None where nothing was fitted.
    """

    name: str
    is_more: bool
    z: float
    share: float
    coefficient: float | None = None


@dataclass(frozen=True, slots=True)
class Giveaway:
    """How probable the guesser holds the key of the question to be, and the cue it goes by most.

    `cue` is "" where none speaks for the key; else the key has more of it than the mean of the
    options, or less if not `is_more`.
    """

    id: str
    probability: float
    cue: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """What the guesser achieved on `n` questions; for 0 questions all numbers are 0.

    `correct` is the expected number of right guesses, a tie between m options counting 1 / m.
    `chance` is the mean of 1 / options. `z` is how many standard errors `correct` lies above
    chance, and `most_z` what it would be if every guess were right: with few questions there is
    no proof. Cues are sorted by what they tell, giveaways by their probability, highest first.
    `tries` is the number of tests that `z` was corrected for where `is_by_cue`, else 0.
    """

    n: int
    correct: float
    chance: float
    z: float
    most_z: float
    cues: tuple[Cue, ...]
    giveaways: tuple[Giveaway, ...]
    is_by_cue: bool
    tries: int = 0

    @property
    def accuracy(self) -> float:
        return self.correct / self.n if self.n else 0.0

    @property
    def spread(self) -> float:
        """The standard deviation of `z` over banks that leak nothing: 1, or more of a model.

        The folds' models learn from much the same questions, so that their guesses are right or
        wrong together. Source: Noirhomme et al. 2014, doi 10.1016/j.nicl.2014.04.004; the figure
        was measured on random banks of 40 to 320 questions, in which it is 1.1 to 1.3.
        """
        return 1.0 if self.is_by_cue else 1.3


@dataclass(frozen=True, slots=True)
class _Bank:
    """Questions by id, the index of the key of each, and their cues."""

    asked: Sequence[Asked]
    keys: Sequence[int]
    table: Table

    @property
    def chances(self) -> list[float]:
        return [1 / len(one.options) for one in self.asked]


@dataclass(frozen=True, slots=True)
class _Test:
    """One cue tried alone: which options of each question it chooses, and how well it does."""

    name: str
    sign: int
    shares: list[float]
    p: float


def guess(
    asked: Sequence[Asked], language: str, *, words: Words | None = None, folds: int = 10
) -> Guess:
    """Guess the keys of an exam's single-answer questions in one language by surface cues.

    The guesser is a conditional logit (see `logit`) over the cues of `cues`. It guesses each
    question by coefficients from the other folds alone; a question's fold comes from its id.
    z = (correct - n * chance) / sqrt(sum of p * (1 - p)), where p is 1 / options: the score of
    the Poisson-binomial distribution that guessing at random has (but see `Guess.spread`). A cue's
    own z is the score test
    of the logit with that cue alone at 0: the sum of the keys' standardised values over the root
    of their variance, which is 1 for each question in which the options differ. It stays finite
    where the cue separates all keys, as the ratio of coefficient to error does not.

    Below FEWEST questions each cue is tried alone instead, by choosing the option that has most
    of it, and by the one that has least; cues that choose the same options are one try. The
    number of right guesses has an exact distribution if keys are drawn at random, ties and all;
    its upper tail, times the number of tries (Bonferroni, the first step of Holm 1979), is turned
    into the z of the same tail. All numbers are then those of the best try: `correct` is the best
    of many, so that only `z`, which is never below 0, tells whether it is more than luck.

    The order of `asked` is of no matter; ids are unique. Texts may be empty or alike.

    Raises ValueError for fewer than two folds.

    Source: McFadden 1974 for the model and its score test; Stone 1974 for the cross-validation;
    Holm 1979, "A simple sequentially rejective multiple test procedure".
    """
    if folds < 2:
        raise ValueError(f"{folds} folds leave nothing to learn from: take 2 or more")
    rows = sorted(asked, key=lambda one: one.id)
    keys = [list(one.options).index(one.key) for one in rows]
    bank = _Bank(rows, keys, cues_of(rows, language, words or Words()))
    return _by_model(bank, folds) if len(rows) >= FEWEST else _by_cue(bank)


def _by_model(bank: _Bank, folds: int) -> Guess:
    names = list(bank.table)
    questions: list[Question] = list(zip(*bank.table.values(), strict=True))
    whole = fit(Choices(questions, bank.keys), [0.0] * len(names))
    guessed = _out_of_fold(bank, questions, whole, folds)
    correct = math.fsum(_best(own)[key] for (own, _), key in zip(guessed, bank.keys, strict=True))
    giveaways = []
    for one, key, values, (own, by) in zip(bank.asked, bank.keys, questions, guessed, strict=True):
        said = [weight * cue[key] for weight, cue in zip(by, values, strict=True)]
        most = max(said)
        at = said.index(most)
        name = names[at] if most > _ROUNDING else ""
        giveaways.append(Giveaway(one.id, own[key], name, is_more=by[at] > 0))
    cues = [
        _scored(name, coefficient, values, bank.keys)
        for (name, values), coefficient in zip(bank.table.items(), whole, strict=True)
    ]
    n, expected = len(bank.asked), math.fsum(bank.chances)
    error = math.sqrt(math.fsum(p * (1 - p) for p in bank.chances)) or 1.0
    return Guess(
        n=n,
        correct=correct,
        chance=expected / n,
        z=(correct - expected) / error,
        most_z=(n - expected) / error,
        cues=tuple(sorted(cues, key=lambda cue: -cue.z)),
        giveaways=_sorted(giveaways),
        is_by_cue=False,
    )


def _out_of_fold(
    bank: _Bank, questions: Sequence[Question], whole: Sequence[float], folds: int
) -> list[tuple[Sequence[float], list[float]]]:
    """For each question its options' probabilities, and the coefficients that they came by.

    Each fold's fit starts from that of the whole, which is near: where it ends does not depend on
    where it starts.
    """
    fold_of = [_fold(one.id, folds) for one in bank.asked]
    fitted: dict[int, list[float]] = {}
    for fold in sorted(set(fold_of)):
        others = [n for n, own in enumerate(fold_of) if own != fold]
        choices = Choices([questions[n] for n in others], [bank.keys[n] for n in others])
        fitted[fold] = fit(choices, whole)
    found: list[tuple[Sequence[float], list[float]]] = []
    for question, key, fold in zip(questions, bank.keys, fold_of, strict=True):
        alone = Choices([question], [key])
        found.append((alone.probabilities(alone.utilities(fitted[fold])), fitted[fold]))
    return found


def _fold(id_: str, folds: int) -> int:
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big") % folds


def _best(values: Sequence[float], sign: int = 1) -> list[float]:
    """1 for the highest, for `sign` -1 the lowest; m that are equal get 1 / m each."""
    signed = [sign * value for value in values]
    is_best = [value >= max(signed) - _ROUNDING for value in signed]
    return [one / sum(is_best) for one in is_best]


def _scored(
    name: str, coefficient: float, values: Sequence[Sequence[float]], keys: Sequence[int]
) -> Cue:
    differing = sum(any(own) for own in values)
    score = math.fsum(own[key] for own, key in zip(values, keys, strict=True))
    z = score / math.sqrt(differing) if differing else 0.0
    found = [_best(own, -1 if z < 0 else 1)[key] for own, key in zip(values, keys, strict=True)]
    return Cue(name, z >= 0, abs(z), math.fsum(found) / len(found), coefficient)


def _by_cue(bank: _Bank) -> Guess:
    n, chances = len(bank.asked), bank.chances
    tests = sorted(_tests(bank), key=lambda test: test.p)
    strongest: dict[str, _Test] = {}
    for test in tests:
        strongest.setdefault(test.name, test)
    cues = [
        Cue(one.name, one.sign > 0, _z(one.p * len(tests)), math.fsum(one.shares) / n)
        for one in strongest.values()
    ]
    leading = tests[0] if tests else _Test("", 1, chances, 1.0)
    giveaways = [
        Giveaway(one.id, share, leading.name if share > chance else "", is_more=leading.sign > 0)
        for one, share, chance in zip(bank.asked, leading.shares, chances, strict=True)
    ]
    return Guess(
        n=n,
        correct=math.fsum(leading.shares),
        chance=math.fsum(chances) / max(1, n),
        z=_z(leading.p * len(tests)),
        most_z=_z(math.prod(chances) * len(tests)),
        cues=tuple(cues),
        giveaways=_sorted(giveaways),
        is_by_cue=True,
        tries=len(tests),
    )


def _tests(bank: _Bank) -> Iterator[_Test]:
    """Every cue in both directions, but those that choose nothing or what another has chosen."""
    known = set()
    for name, values in bank.table.items():
        for sign in (1, -1):
            chosen = [_best(own, sign) for own in values]
            once = tuple(map(tuple, chosen))
            if once not in known and any(0.0 in own for own in chosen):
                known.add(once)
                shares = [own[key] for own, key in zip(chosen, bank.keys, strict=True)]
                yield _Test(name, sign, shares, _tail(chosen, math.fsum(shares)))


def _tail(chosen: Sequence[Sequence[float]], correct: float) -> float:
    """The probability of at least `correct` right guesses if each key is drawn at random.

    A question adds 1 / m with the probability m / options and else 0, where m options are chosen;
    the distribution of the sum is built up question by question, in whole parts of the total.
    """
    counts = [(sum(share > 0 for share in own), len(own)) for own in chosen]
    unit = math.lcm(*(m for m, _ in counts))
    reached = {0: 1.0}
    for m, options in counts:
        longer: dict[int, float] = {}
        for parts, p in reached.items():
            hit = parts + unit // m
            longer[hit] = longer.get(hit, 0.0) + p * m / options
            longer[parts] = longer.get(parts, 0.0) + p * (1 - m / options)
        reached = longer
    return math.fsum(p for parts, p in reached.items() if parts >= correct * unit - 0.5)


def _z(p: float) -> float:
    """The standard normal value with the upper tail `p`; 0 where that would be below 0."""
    return -NormalDist().inv_cdf(p) if 0 < p < 0.5 else 0.0


def _sorted(giveaways: Sequence[Giveaway]) -> tuple[Giveaway, ...]:
    return tuple(sorted(giveaways, key=lambda one: (-one.probability, one.id)))
