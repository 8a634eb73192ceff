"""Keys guessed from surface cues: where there is nothing to see, and where there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from statistics import NormalDist, fmean, pstdev

import pytest

from quiz.authoring.lint.cues import Asked, Words, cues_of
from quiz.authoring.lint.guess import FEWEST, guess
from quiz.authoring.lint.logit import RIDGE, Choices, fit
from tests.authoring.guesses import (
    Leak,
    asked_at_a,
    cue_of,
    distractors_say_never,
    key_has_the_number,
    key_is_first,
    key_is_longest,
    key_repeats_the_stem,
    make_asked,
)

LEAKS = [
    (key_is_longest, "longest"),
    (key_is_first, "place a"),
    (key_has_the_number, "numbers"),
    (key_repeats_the_stem, "stem's words"),
]


def upper(p: float) -> float:
    return -NormalDist().inv_cdf(p)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("count", [24, 50, 80])
def test_keys_drawn_at_random_are_not_guessed(language: str, count: int) -> None:
    found = [guess(make_asked(seed, count, language), language) for seed in range(1, 11)]

    # Two standard deviations to either side, which one in twenty passes; not all the same way.
    assert sum(abs(one.z) > 2 * one.spread for one in found) <= 2
    assert max(abs(one.z) for one in found) < 3 * found[0].spread
    assert abs(fmean(one.z for one in found)) < 1
    assert {(one.n, one.chance) for one in found} == {(count, 0.25)}


def test_over_many_banks_that_leak_nothing_z_is_as_wide_as_it_is_said_to_be() -> None:
    found = [guess(make_asked(seed, 40), "en") for seed in range(30)]

    assert abs(fmean(one.z for one in found)) < 0.5
    assert 0.8 < pstdev([one.z for one in found]) / found[0].spread < 1.2


@pytest.mark.parametrize(("leak", "name"), LEAKS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_cue_that_gives_keys_away_is_found_and_named_first(
    leak: Leak, name: str, language: str
) -> None:
    found = guess(make_asked(3, 120, language, leak=leak), language)

    assert found.z > 3
    assert found.z == pytest.approx((found.correct - 120 * 0.25) / math.sqrt(120 * 0.25 * 0.75))
    assert found.accuracy == found.correct / 120 > 0.4
    assert not found.is_by_cue
    assert (found.cues[0].name, found.cues[0].is_more) == (name, True)
    assert found.cues[0].z > 3
    assert found.giveaways[0].cue == name
    assert found.giveaways[0].is_more


@pytest.mark.parametrize(("leak", "name"), LEAKS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_of_few_questions_each_cue_is_tried_alone(leak: Leak, name: str, language: str) -> None:
    found = guess(make_asked(5, 36, language, leak=leak), language)

    assert found.is_by_cue
    assert found.z > 3
    assert found.z == found.cues[0].z
    assert (found.cues[0].name, found.cues[0].coefficient) == (name, None)
    assert found.giveaways[0].probability == 1
    assert {give.cue for give in found.giveaways} == {name, ""}


def test_forty_questions_are_enough_for_a_model() -> None:
    asked = make_asked(1, FEWEST)

    assert not guess(asked, "en").is_by_cue
    assert guess(asked[1:], "en").is_by_cue


def test_words_that_mark_wrong_options_are_told_by_the_lack_of_them() -> None:
    asked = make_asked(4, 80, leak=distractors_say_never)
    found = guess(asked, "en", words=Words(absolute=["never"]))

    cue = cue_of(found, "absolute words")
    assert not cue.is_more
    assert cue.z > 3
    assert cue.coefficient is not None
    assert cue.coefficient < 0
    assert (found.giveaways[0].cue, found.giveaways[0].is_more) == ("absolute words", False)


def test_without_word_lists_no_word_marks_an_option() -> None:
    found = guess(make_asked(4, 80, leak=distractors_say_never), "en")

    for name in ("absolute words", "vague words"):
        cue = cue_of(found, name)
        assert (cue.coefficient, cue.z, cue.share) == (0, 0, 0.25)


@pytest.mark.parametrize("count", [30, 90])
def test_the_order_of_the_questions_is_of_no_matter(count: int) -> None:
    asked = make_asked(6, count, leak=key_is_longest)
    shuffled = Random(1).sample(asked, len(asked))

    assert guess(shuffled, "en") == guess(asked, "en")


def test_the_number_of_folds_changes_little() -> None:
    asked = make_asked(7, 100, leak=key_is_first)

    assert abs(guess(asked, "en", folds=5).accuracy - guess(asked, "en").accuracy) < 0.1


def test_one_fold_is_refused() -> None:
    with pytest.raises(ValueError, match="1 folds leave nothing to learn from"):
        guess([], "en", folds=1)


@pytest.mark.parametrize("count", [1, 39, 40])
@pytest.mark.parametrize("text", ["", "same in all"])
def test_options_that_look_alike_are_guessed_as_chance_has_it(count: int, text: str) -> None:
    asked = [Asked(f"q{n}", "", dict.fromkeys("abcd", text), "abcd"[n % 4]) for n in range(count)]
    found = guess(asked, "en")

    assert found.z < 2
    assert all(not cue.z for cue in found.cues if not cue.name.startswith("place "))
    assert len(found.giveaways) == count


def test_of_no_question_nothing_is_told() -> None:
    found = guess([], "en")

    assert (found.n, found.accuracy, found.chance, found.z, found.most_z) == (0, 0, 0, 0, 0)
    assert (found.cues, found.giveaways, found.tries) == ((), (), 0)


@pytest.mark.parametrize("count", [3, 50])
def test_questions_of_one_option_prove_nothing(count: int) -> None:
    found = guess([Asked(f"q{n}", "s", {"a": "x"}, "a") for n in range(count)], "en")

    assert (found.correct, found.chance, found.z, found.most_z) == (count, 1, 0, 0)
    assert found.giveaways[0].cue == ""


def test_a_cue_that_tells_every_key_leaves_all_numbers_finite() -> None:
    asked = [key_is_first(one, Random(1)) for one in make_asked(8, 200)]
    found = guess(asked, "en")

    assert (found.accuracy, found.z) == (1, found.most_z)
    assert all(math.isfinite(cue.coefficient or 0) for cue in found.cues)
    assert found.cues[0].z == pytest.approx(math.sqrt(3 * 200))
    assert found.giveaways[-1].probability > 0.9


def test_questions_with_more_options_than_places_have_names_for_are_guessed() -> None:
    options = {str(n): f"w{n}" for n in range(8)}
    found = guess([Asked(f"q{n}", "s", options, "7") for n in range(4)], "en")

    assert found.cues[0].name == "place 8"


def test_a_try_has_the_exact_tail_of_keys_drawn_at_random() -> None:
    found = guess(asked_at_a(5), "en")

    # Four places, each chosen or avoided, are eight tries.
    assert found.tries == 8
    assert found.z == pytest.approx(upper(8 / 4**5))
    assert found.most_z == found.z
    assert [(cue.name, cue.share) for cue in found.cues[:2]] == [
        ("place a", 1.0), ("place b", pytest.approx(1 / 3))
    ]  # fmt: skip
    assert {give.probability for give in found.giveaways} == {1.0}


def test_a_tie_counts_as_the_part_that_chance_gives_it() -> None:
    found = guess(asked_at_a(12, ("2 x", "3 x", "y x", "z x")), "en")

    # Two of four have a number: a half right each time, which chance reaches once in 2 ** 12.
    numbers = cue_of(found, "numbers")
    assert numbers.share == 0.5
    assert numbers.z == pytest.approx(upper(found.tries / 2**12))


def test_a_coefficient_is_where_the_penalised_likelihood_is_greatest() -> None:
    questions = [[[1.0, -1.0]]] * 50
    keys = [0] * 40 + [1] * 10

    (coefficient,) = fit(Choices(questions, keys), [0.0])

    # The slope by hand: observed less expected less the ridge.
    slope = 40 - 10 - 50 * math.tanh(coefficient) - RIDGE * coefficient
    assert slope == pytest.approx(0, abs=1e-3)


def test_a_fit_ends_in_the_same_place_wherever_it_starts() -> None:
    questions = [[[1.0, -1.0], [1.0, -1.0]]] * 30

    near = fit(Choices(questions, [0] * 30), [0.0, 0.0])
    far = fit(Choices(questions, [0] * 30), [-9.0, 7.0])

    assert far == pytest.approx(near, abs=1e-3)
    assert near[0] == near[1] > 0


@pytest.mark.parametrize(
    ("language", "stem", "texts", "name", "most"),
    [
        ("en", "", ["a, b; c", "a b c", "a. b c", "a b"], "pauses", 0),
        ("ja", "", ["甲、乙、丙", "甲、乙丙", "甲乙", "甲"], "pauses", 0),
        ("en", "", ["use it", "use Big Store", "use Big", "use"], "names", 1),
        ("ja", "", ["箱を使う", "S3 と EC2", "S3", "表"], "names", 1),
        ("en", "", ["a (b)", "a b", "c", "d"], "brackets", 0),
        ("ja", "", ["箱", "箱（大）", "皿", "表"], "brackets", 1),
        ("en", "the red door", ["blue wall", "red door", "green door", "sky"], "stem's words", 1),
        ("ja", "赤い扉の家", ["青空の下", "赤い扉", "白い扉", "海"], "stem's words", 1),
        ("en", "", ["one two", "one three", "one four two", "six"], "likeness", 0),
        ("en", "", ["one two three", "one two nine", "one", "three"], "shared words", 0),
        ("en", "", ["go on", "go up", "go", "stay"], "beginning", 0),
        ("ja", "", ["追加する", "追加", "追加した", "消す"], "beginning", 0),
        ("en", "", ["", "a", "aa", "aaa"], "shortest", 0),
    ],
)
def test_each_cue_is_highest_for_the_option_that_shows_it(
    language: str, stem: str, texts: Sequence[str], name: str, most: int
) -> None:
    asked = Asked("one", stem, dict(zip("abcd", texts, strict=True)), "a")

    (values,) = cues_of([asked], language, Words())[name]

    assert values[most] == max(values) > 0
    assert math.fsum(values) == pytest.approx(0)
