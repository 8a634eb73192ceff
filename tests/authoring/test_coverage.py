"""`coverage`: how many questions there are of each sort, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from tests.authoring.banks import make_bank, write_question


def coverage(capsys: pytest.CaptureFixture[str], *folders: Path) -> list[str]:
    assert main(["coverage", *map(str, folders)]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_questions_are_counted_by_domain_task_type_and_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    for n in range(4):
        write_question(bank, f"more-{n}")

    said = coverage(capsys, bank)

    assert "demo: 5 published, 0 drafts" in said
    assert "doors 5 100% 60%" in said
    assert "1.1 5 Close" in said
    assert "windows 0 0% 40%" in said
    assert "Behind their weight: 2 of windows" in said
    assert "Tasks without a question: 1.2, 2.1" in said
    assert "one answer 5 100%" in said
    assert "several answers 0 0%" in said
    assert "difficulty 1 1 20%" in said
    assert "no difficulty 4 80%" in said
    assert "in ja 1 20%" in said
    assert "Latch 1" in said
    assert "Services without a question (1): Key Store" in said


def test_drafts_are_counted_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "draft", "status: draft\n")

    assert "demo: 1 published, 1 drafts" in coverage(capsys, bank)


def test_files_with_errors_are_left_out_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "broken", "colour: red\n")

    said = coverage(capsys, bank)

    assert said[0] == "Files with errors are not counted (1 errors): run check."
    assert "demo: 1 published, 0 drafts" in said


def test_without_an_exam_there_is_nothing_to_count_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["coverage", str(tmp_path)]) == 1
    assert "There is no exam to count by." in capsys.readouterr().out


def test_the_default_folder_is_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)

    assert "demo: 1 published, 0 drafts" in coverage(capsys)
