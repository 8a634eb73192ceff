"""Keys guessed from surface cues: where there is nothing to see, and where there is."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import NormalDist, fmean, pstdev

import pytest

from quiz.assessment.item import Bank
from quiz.authoring.__main__ import main
from quiz.authoring.commands.guess import guess_bank
from quiz.authoring.lint.cues import Asked, Words, cues_of
from quiz.authoring.lint.guess import FEWEST, Cue, Guess, guess
from quiz.authoring.lint.logit import RIDGE, Choices, fit
from quiz.authoring.read import read
from tests.authoring.banks import make_bank
from tests.authoring.guesses import (
    Leak,
    distractors_say_never,
    key_has_the_number,
    key_is_first,
    key_is_longest,
    key_repeats_the_stem,
    make_asked,
    with_options,
    write_asked,
    write_translation,
)

LEAKS = [
    (key_is_longest, "longest"),
    (key_is_first, "place a"),
    (key_has_the_number, "numbers"),
    (key_repeats_the_stem, "stem's words"),
]


def upper(p: float) -> float:
    return -NormalDist().inv_cdf(p)


def cue_of(found: Guess, name: str) -> Cue:
    return next(cue for cue in found.cues if cue.name == name)


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("count", [24, 50, 150])
def test_keys_drawn_at_random_are_not_guessed(seed: int, language: str, count: int) -> None:
    found = guess(make_asked(seed, count, language), language)

    assert abs(found.z) < 2 * found.spread
    assert (found.n, found.chance) == (count, 0.25)


def test_over_many_banks_that_leak_nothing_z_is_even_about_0() -> None:
    found = [guess(make_asked(seed, 60), "en") for seed in range(60)]

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


def test_with_one_fold_nothing_is_learned() -> None:
    found = guess(make_asked(7, 60, leak=key_is_first), "en", folds=1)

    assert found.correct == pytest.approx(60 * found.chance)


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


def asked_at_a(count: int, texts: Sequence[str] = ("x", "x", "x", "x")) -> list[Asked]:
    options = dict(zip("abcd", texts, strict=True))
    return [Asked(f"q{n}", "", options, "a") for n in range(count)]


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


# The command.


def fill(bank: Path, asked: Sequence[Asked]) -> None:
    for one in asked:
        write_asked(bank, one)


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_one_question_is_too_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = str(make_bank(tmp_path))

    assert main(["guess", bank]) == 0
    said = "demo: fewer than 2 published questions with one answer"
    assert capsys.readouterr().out == f"{said}: too few to guess\n"
    assert main(["guess", "--language", "ja", "--format", "json", bank]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("[]\n", f"{said} in 'ja': too few to guess\n")


def test_a_leak_is_told_in_words_with_the_questions_that_show_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    fill(bank, make_asked(1, 120, leak=key_is_longest))

    assert main(["guess", str(bank), "--top", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "demo, en: 121 questions with one answer"
    assert "is chance: z = " in lines[1]
    assert lines[2] == (
        "  Keys are guessed without knowing the subject: reword what gives most away. "
        "Where nothing leaks, z is seldom above 2.6."
    )
    assert lines[4].endswith("the key is the longest option")
    assert lines[9] == "  What gives most away, and how sure the guesser is of the key:"
    assert all("  question-" in line and ": the key is " in line for line in lines[10:12])
    assert lines[12:] == [""]


def test_no_leak_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = make_bank(tmp_path)
    fill(bank, make_asked(1, 60))

    assert main(["guess", str(bank), "--top", "0"]) == 0
    said = capsys.readouterr().out
    assert "  By how options look, keys are guessed no better than by chance. Where " in said
    assert "gives most away" not in said


def test_few_questions_say_how_little_they_prove(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    fill(bank, asked_at_a(4))

    assert main(["guess", str(bank)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  4.0 keys (80%) found by the best cue alone, 30% is chance: z = ")
    assert lines[2].startswith("  Under 40 questions each cue is tried alone; z allows for ")
    assert "tries. So few prove nothing: z is " in lines[2]
    assert lines[4].endswith(" 80%  the key is at place a in the file")
    assert len([line for line in lines if line.startswith("  What ")]) == 1


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (3, "None stands out; so few questions show strong ones only."),
        (8, "Keys are guessed more often than by chance, though it may be luck: see what tells."),
        (12, "Keys are guessed without knowing the subject: reword what gives most away."),
    ],
)
def test_the_sentence_says_what_z_means(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: int, said: str
) -> None:
    bank = make_bank(tmp_path)
    fill(bank, [replace(q, key="a" if n < right else "bcd"[n % 3]) for n, q in at_random()])

    assert main(["guess", str(bank)]) == 0
    assert capsys.readouterr().out.splitlines()[2].endswith(said)


def at_random() -> list[tuple[int, Asked]]:
    return list(enumerate(asked_at_a(12)))


def test_json_has_every_number_and_as_many_questions_as_one_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    fill(bank, make_asked(2, 50))

    assert main(["guess", str(bank), "--format", "json", "--top", "3"]) == 0
    (row,) = rows(capsys)
    assert {*row} == {
        *("exam", "language", "n", "correct", "accuracy", "chance", "z", "most_z", "meaning"),
        *("cues", "giveaways", "is_by_cue", "tries"),
    }
    assert (row["exam"], row["language"], row["n"], row["is_by_cue"]) == ("demo", "en", 51, False)
    assert isinstance(row["giveaways"], list)
    assert len(row["giveaways"]) == 3
    assert {*row["giveaways"][0]} == {"id", "probability", "cue", "is_more"}


def test_drafts_retired_questions_and_such_with_several_answers_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    asked = make_asked(1, 5)
    write_asked(bank, asked[0])
    write_asked(bank, asked[1], more="status: draft\n")
    write_asked(bank, asked[2], more="status: retired\n")
    write_asked(bank, replace(asked[3], key="a"), keys="b")
    write_asked(bank, asked[4])

    assert main(["guess", str(bank), "--format", "json"]) == 0
    # The bank's own question has an English translation.
    assert [(row["language"], row["n"]) for row in rows(capsys)] == [("en", 3)]


def test_a_language_counts_where_stem_and_all_options_are_translated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    asked = make_asked(1, 4)
    fill(bank, asked)
    write_translation(bank, asked[0], "ja")
    write_translation(bank, asked[1], "ja", options="abc")
    write_translation(bank, asked[2], "de")

    assert main(["guess", str(bank), "--format", "json"]) == 0
    assert [(row["language"], row["n"]) for row in rows(capsys)] == [("en", 5), ("ja", 2)]
    assert main(["guess", str(bank), "--format", "json", "--language", "ja"]) == 0
    assert [row["language"] for row in rows(capsys)] == ["ja"]


def test_an_exam_without_questions_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    for path in (bank / "demo").rglob("*.yaml"):
        if path.name != "exam.yaml":
            path.unlink()
    exam = bank / "demo" / "exam.yaml"
    exam.write_text(exam.read_text(encoding="utf-8").replace("opening: shop-at-night\n", ""))

    assert main(["guess", str(bank)]) == 0
    assert "too few to guess" in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_bank_with_errors_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    bank = make_bank(tmp_path)
    write_asked(bank, make_asked(1, 1)[0], more="colour: red\n")

    assert main(["guess", str(bank), "--format", format_]) == 1
    told = capsys.readouterr()
    said, other = (told.out, told.err) if format_ == "text" else (told.err, told.out)
    assert "Q002 the format has no field 'colour'" in said
    assert other == ""


def test_the_default_folder_is_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    make_bank(tmp_path, "questions")

    assert main(["guess"]) == 0
    assert capsys.readouterr().out.startswith("demo: ")


def test_a_top_that_is_no_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["guess", "--top", "-1"])

    assert stopped.value.code == 2
    assert "'-1' is no number such as 10" in capsys.readouterr().err


def test_markdown_is_no_cue(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    texts = {"a": "use **this** one", "b": "use `that` one"}
    fill(bank, [with_options(one, texts) for one in make_asked(1, 2, options=2)])

    (told,) = guess_bank(read([bank])[0], {})
    plain = [
        Asked(f"question-{n:04}", "s", {"a": "use this one", "b": "use that one"}, "a")
        for n in range(2)
    ]
    assert told.guess.n == 3
    assert cues_of(plain, "en", Words())["length"] == [[0.0, 0.0]] * 2


def test_word_lists_are_those_of_the_exam_and_the_language(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    fill(bank, make_asked(4, 60, leak=distractors_say_never))
    words = {"demo": {"en": Words(absolute=["never"])}, "other": {"en": Words(vague=["never"])}}

    (told,) = guess_bank(read([bank])[0], words)

    assert cue_of(told.guess, "absolute words").z > 3
    assert cue_of(told.guess, "vague words").z == 0


def test_without_exams_there_is_nothing_to_guess() -> None:
    assert guess_bank(Bank(), {}) == []
