"""`python -m quiz.authoring guess`: which questions count, and what is told of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from quiz.assessment.item import Bank
from quiz.authoring.__main__ import main
from quiz.authoring.commands.guess import guess_bank
from quiz.authoring.lint.cues import Asked, Words
from quiz.authoring.read import read
from tests.authoring.banks import make_bank
from tests.authoring.guesses import (
    asked_at_a,
    cue_of,
    distractors_say_never,
    key_is_longest,
    make_asked,
    with_options,
    write_asked,
    write_translation,
)


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
    assert [line for line in lines if line.startswith("  What gives most away")] == [
        "  What gives most away, and how sure the guesser is of the key, were the best cue no luck:"
    ]


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (3, "None stands out; so few questions show strong ones only."),
        (9, "Keys are guessed more often than by chance, though it may be luck: see what tells."),
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
        *("exam", "language", "n", "correct", "accuracy", "chance", "z", "spread", "most_z"),
        *("meaning", "cues", "giveaways", "is_by_cue", "tries"),
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
    told = []
    for name, that in (("plain", "that"), ("marked", "[`that`](https://example.com/)")):
        bank = make_bank(tmp_path, name)
        texts = {"a": "use this one", "b": f"use **{that}** one"}
        fill(bank, [with_options(one, texts) for one in make_asked(1, 2, options=2)])
        told += guess_bank(read([bank])[0], {})

    assert told[0] == told[1]


def test_word_lists_are_those_of_the_exam_and_the_language(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    fill(bank, make_asked(4, 60, leak=distractors_say_never))
    words = {"demo": {"en": Words(absolute=["never"])}, "other": {"en": Words(vague=["never"])}}

    (told,) = guess_bank(read([bank])[0], words)

    assert cue_of(told.guess, "absolute words").z > 3
    assert cue_of(told.guess, "vague words").z == 0


def test_without_exams_there_is_nothing_to_guess() -> None:
    assert guess_bank(Bank(), {}) == []
