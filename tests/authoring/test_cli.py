"""`python -m quiz.authoring`: its formats and its exit status, without Django."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from tests.authoring.banks import TRANSLATION, make_bank, write_question

WITHOUT_DJANGO = """\
import runpy, sys
sys.modules["django"] = None
sys.argv = ["quiz.authoring", "check", sys.argv[1]]
runpy.run_module("quiz.authoring", run_name="__main__")
"""


def spoil(bank: Path) -> None:
    write_question(bank, "broken", "colour: 100%, red\n")


def let_lag(bank: Path) -> None:
    with (bank / TRANSLATION).open("a") as file:
        file.write('of: {title: "00000000"}\n')


def test_a_sound_bank_passes_with_its_counts_in_the_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(make_bank(tmp_path))]) == 0
    assert capsys.readouterr().out == "1 question, 1 comparison: 0 errors, 0 warnings\n"


def test_an_error_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(make_bank(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert main(["check", "bank"]) == 1
    assert capsys.readouterr().out == (
        "bank/demo/broken.yaml:10:1: Q002 the format has no field 'colour' here: delete it\n"
        "1 error, 0 warnings\n"
    )


def test_a_warning_passes_even_a_strict_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    let_lag(bank)

    assert main(["check", str(bank)]) == 0
    assert capsys.readouterr().out.endswith(": 0 errors, 1 warning\n")
    assert main(["check", "--strict", str(bank)]) == 0


def test_house_style_fails_a_strict_check_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    (bank / "demo/lint/demo.yaml").unlink()

    assert main(["check", str(bank)]) == 0
    assert capsys.readouterr().out.endswith(": 0 errors, 1 warning\n")
    assert main(["check", "--strict", str(bank)]) == 1
    assert capsys.readouterr().out.endswith(": 1 error, 0 warnings\n")


def test_the_default_folder_is_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("questions:1:1: R012 ")

    make_bank(tmp_path, "questions")
    assert main(["check"]) == 0


def test_several_folders_are_checked_as_one_bank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    banks = [str(make_bank(tmp_path, name)) for name in ("one", "two")]

    assert main(["check", *banks]) == 1
    assert "two/demo/exam.yaml:2:1: R002 " in capsys.readouterr().out


def test_json_is_a_list_of_problems_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    spoil(bank)
    let_lag(bank)

    assert main(["check", "--format", "json", str(bank)]) == 1
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert [(row["line"], row["column"], row["code"], row["is_error"]) for row in rows] == [
        (10, 1, "Q002", True),
        (3, 1, "L901", False),
    ]
    assert {*rows[0]} == {"path", "line", "column", "code", "message", "is_error", "is_warning"}
    assert said.err == "1 error, 1 warning\n"


def test_github_gets_a_note_at_each_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path, "a,b")
    write_question(bank, "broken", "status: 100%\n")
    let_lag(bank)
    monkeypatch.chdir(tmp_path)

    assert main(["check", "--format", "github", "a,b"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "::error file=a%2Cb/demo/broken.yaml,line=10,col=1,title=Q004::"
        "'status' must be one of draft, published, retired, not '100%25'"
    )
    assert lines[1].startswith("::warning file=a%2Cb/demo/doors/shop-at-night.en.yaml,line=3,")
    assert lines[2:] == ["1 error, 1 warning"]


def test_the_schemas_are_written_where_one_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", str(tmp_path)]) == 0
    written = capsys.readouterr().out.splitlines()
    assert sorted(written) == sorted(str(path) for path in tmp_path.iterdir())
    assert len(written) == 6


def test_schemas_for_a_folder_that_is_not_there_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", str(tmp_path / "missing")]) == 1
    assert "missing is no folder" in capsys.readouterr().err


def test_output_that_is_no_terminal_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert main(["check", str(make_bank(tmp_path))]) == 0


def test_a_command_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])

    assert stopped.value.code == 2
    assert "check" in capsys.readouterr().err


def test_the_check_works_where_there_is_no_django(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "broken", "色: 赤\n")

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(bank)],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )

    assert (done.returncode, done.stderr) == (1, b"")
    assert "Q002 the format has no field '色' here" in done.stdout.decode("utf-8")


def test_the_module_runs_as_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "quiz.authoring.__main__")
    monkeypatch.setattr(sys, "argv", ["quiz.authoring", "check", str(make_bank(tmp_path))])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("quiz.authoring", run_name="__main__")

    assert ended.value.code == 0
    assert capsys.readouterr().out.endswith("0 errors, 0 warnings\n")


def test_one_question_can_be_checked_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    spoil(bank)

    assert main(["check", str(bank), "--only", "shop-at-night"]) == 0
    assert "0 errors" in capsys.readouterr().out
    assert main(["check", str(bank), "--only", "shop-at-night", "--only", "broken"]) == 1
    assert "Q002" in capsys.readouterr().out
    let_lag(bank)
    assert main(["check", str(bank), "--only", "shop-at-night"]) == 0
    assert "L901" in capsys.readouterr().out


def test_a_name_to_check_that_is_not_there_asks_what_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(make_bank(tmp_path)), "--only", "shop-at-nigth"]) == 1
    assert "did you mean 'shop-at-night'?" in capsys.readouterr().err
