"""`show`: a question as a learner reads it, in the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from quiz.authoring.lint.measure import columns
from quiz.authoring.terminal import wrapped
from tests.authoring.banks import QUESTION, TRANSLATION, make_bank, write_question

SHIPPED = Path(__file__).parents[2] / "questions"


def show(bank: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["show", "shop-at-night", "--dir", str(bank), *options]) == 0
    return capsys.readouterr().out


def test_a_question_is_read_from_its_title_to_its_references(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = show(make_bank(tmp_path), capsys)

    parts = [
        *("夜の店", "店は夜に閉まります。", "どの方法が要件を満たしますか。"),
        *("A  掛け金をかける。", "B  錠をかける。", "解答後"),
        *("A  不正解 (violates-requirement)", "鍵がなくても開きます。", "正解になる条件: 風だけを"),
        *("思い込み: ", "B  正解", "覚えること", "解説", "店のドア", "| Door |--->| Lock |"),
        *("試験のポイント", "- 鍵の話なら錠。", "参考資料", "https://example.com/doors"),
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


def test_before_the_answer_nothing_gives_it_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = show(make_bank(tmp_path), capsys, "--before")

    assert shown.rstrip().endswith("B  錠をかける。")
    assert "正解" not in shown


def test_a_translation_is_shown_in_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = show(make_bank(tmp_path), capsys, "--language", "en")

    assert "Explanation" in shown
    assert "解説" not in shown


def test_a_text_that_is_not_translated_stands_in_the_source_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    path = bank / TRANSLATION
    text = path.read_text(encoding="utf-8")
    path.write_text(
        "".join(line for line in text.splitlines(True) if not line.startswith("takeaway")),
        encoding="utf-8",
    )

    assert "鍵が要るのは錠です。" in show(bank, capsys, "--language", "en")


def test_how_many_to_choose_is_said_where_it_is_more_than_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "large-uploads-from-distant-sites"
    assert main(["show", name, "--dir", str(SHIPPED), "--language", "en"]) == 0
    assert "(Choose 2.)" in capsys.readouterr().out


def test_a_question_of_nothing_but_what_is_required_can_be_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "bare")

    assert main(["show", "bare", "--dir", str(bank)]) == 0
    shown = capsys.readouterr().out
    assert "A  Close the latch." in shown
    assert "==" not in shown


def test_measures_are_those_that_house_style_is_judged_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = show(make_bank(tmp_path), capsys, "--measures")

    assert "ja: scenario and stem 25 characters" in shown
    assert "    b key    6 characters" in shown
    assert "    key / longest wrong option 0.75" in shown
    assert "    drawing 1: 20 columns" in shown
    assert "en: " in shown
    assert "ja: " not in show(make_bank(tmp_path, "two"), capsys, "--measures", "--language", "en")


def test_an_unknown_question_asks_what_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "shop-at-nigt", "--dir", str(make_bank(tmp_path))]) == 1
    assert "did you mean 'shop-at-night'?" in capsys.readouterr().err


def test_a_language_that_it_is_not_written_in_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    assert main(["show", "shop-at-night", "--dir", str(bank), "--language", "fr"]) == 1
    assert "is written in en and ja, not in fr" in capsys.readouterr().err


def test_a_file_with_errors_says_them_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    path = bank / QUESTION
    path.write_text(path.read_text(encoding="utf-8").replace("correct: true", "correct: yes"))
    write_question(bank, "another", "colour: red\n")

    assert main(["show", "shop-at-night", "--dir", str(bank)]) == 1
    said = capsys.readouterr().err
    assert "Q010" in said
    assert "Q002" not in said
    assert "cannot be shown before its errors are mended" in said


def test_the_question_of_a_broken_exam_says_what_is_wrong_with_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    exam = bank / "demo/exam.yaml"
    exam.write_text(exam.read_text(encoding="utf-8").replace("weight: 60", "weight: 61"))

    assert main(["show", "shop-at-night", "--dir", str(bank)]) == 1
    assert "Q014" in capsys.readouterr().err


def test_no_line_is_wider_than_it_may_be() -> None:
    text = "ある企業が、Amazon ECS のコンテナから Amazon S3 に画像を保存します。" * 4
    lines = list(wrapped(text, 40, "  "))

    assert max(columns(line) for line in lines) <= 42  # a full stop may hang out
    assert "".join(line.strip() for line in lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.strip()[0] in "、。" for line in lines)


def test_lists_hang_and_tables_and_code_stay_as_they_are() -> None:
    text = "- one two three four five\n\n| a | b |\n\n```\nas   it   is and very long indeed\n```"

    assert list(wrapped(text, 16)) == [
        "- one two three",
        "  four five",
        "",
        "| a | b |",
        "",
        "```",
        "as   it   is and very long indeed",
        "```",
    ]


def test_a_reader_that_has_seen_enough_ends_it_without_a_traceback() -> None:
    command = [sys.executable, "-m", "quiz.authoring", "show", "ecs-container-writes-s3"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SHIPPED.parent
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""


def test_a_file_that_is_no_yaml_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = make_bank(tmp_path)
    (bank / "demo/torn.yaml").write_text('title: "never closed\n')

    assert main(["show", "torn", "--dir", str(bank)]) == 1
    said = capsys.readouterr().err
    assert "Y005" in said
    assert "cannot be shown before its errors are mended" in said
