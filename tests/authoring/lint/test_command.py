"""`check`: what it prints of house style, in each format, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from tests.authoring.lint.banks import Changes, make_bank, spoil

WARNED: Changes = {"en": {"title": "A museum", "takeaway": "It costs 5 cents."}}
WRONG: Changes = {"en": {"takeaway": "Choose option A: 100%."}}
FILE = "bank/saa-c03/resilient/museum-tickets-on-holidays.yaml"


@pytest.fixture
def exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_bank(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    """The exit status and the lines of the check of `bank` on a day that is not old."""
    status = main(["check", "bank", "--today", "2026-11-24", *options])
    return status, capsys.readouterr().out.splitlines()


def line_of(exam: Path, key: str) -> int:
    lines = (exam / FILE.removeprefix("bank/saa-c03/")).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(f"{key}:"))


def test_the_model_passes(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--strict") == (0, ["2 questions, 1 comparison: 0 errors, 0 warnings"])


def test_a_warning_is_marked_and_passes_a_strict_check(
    exam: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(exam, WARNED)

    status, lines = run(capsys, "--strict")

    told = "'costs 5' may change: write 'volatile: true', or leave it out"
    assert status == 0
    assert lines == [
        f"{FILE}:{line_of(exam, 'takeaway')}:1: L27 warning: {told}",
        "2 questions, 1 comparison: 0 errors, 1 warning",
    ]


def test_an_error_of_house_style_fails_a_strict_check_only(
    exam: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(exam, {"en": {"takeaway": "Choose option A."}})

    status, lines = run(capsys)
    assert (status, lines[-1]) == (0, "2 questions, 1 comparison: 0 errors, 1 warning")
    assert ": L09 'option A': options are shuffled" in lines[0]
    status, lines = run(capsys, "--strict")
    assert (status, lines[-1]) == (1, "2 questions, 1 comparison: 1 error, 0 warnings")


def test_a_broken_profile_fails_any_check(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(exam, {"profile": {"colour": "red"}})

    status, lines = run(capsys)

    assert (status, lines[-1]) == (1, "2 questions, 1 comparison: 1 error, 0 warnings")
    assert lines[0].startswith("bank/saa-c03/lint/certification.yaml:")


def test_the_summary_says_what_is_passed_over_and_why(
    exam: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(exam, {"en": {"takeaway": "Choose option A.", "lint_ignore": {"L09": "it is a quote"}}})

    assert run(capsys, "--strict") == (
        0,
        [
            f"ignored: {FILE}:{line_of(exam, 'takeaway')}: L09 (it is a quote)",
            "2 questions, 1 comparison: 0 errors, 0 warnings, 1 ignored",
        ],
    )


def test_json_has_the_levels(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(
        exam,
        {"en": {"takeaway": "Choose option A, at $5.", "title": "", "lint_ignore": {"L12": "no"}}},
    )

    assert main(["check", "bank", "--strict", "--format", "json", "--today", "2026-11-24"]) == 1
    said = capsys.readouterr()
    rows = json.loads(said.out)

    levels = {row["code"]: (row["is_error"], row["is_warning"]) for row in rows}
    assert levels == {"Q007": (True, False)}
    assert said.err == "1 error, 0 warnings\n"


def test_json_has_the_levels_of_house_style(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(exam, {"en": {"takeaway": "Choose option A, at $5.", "lint_ignore": {"L12": "no"}}})

    main(["check", "bank", "--strict", "--format", "json", "--today", "2026-11-24"])
    rows = json.loads(capsys.readouterr().out)

    levels = {row["code"]: (row["is_error"], row["is_warning"]) for row in rows}
    assert levels == {"L09": (False, False), "L27": (False, True), "L39": (False, True)}


@pytest.mark.parametrize(
    ("options", "levels"),
    [([], ["warning", "warning"]), (["--strict"], ["error", "warning"])],
    ids=["by default", "in a strict check"],
)
def test_github_has_the_levels(
    options: list[str], levels: list[str], exam: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(exam, WRONG)

    _, lines = run(capsys, "--format", "github", *options)

    place = f"file={FILE},line={line_of(exam, 'takeaway')},col=1"
    assert [line.split("::")[1] for line in lines[:2]] == [
        f"{levels[0]} {place},title=L09",
        f"{levels[1]} {place},title=L27",
    ]
    assert "'100%25' may change" in lines[1]


def test_age_is_judged_as_of_a_day(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bank", "--strict", "--today", "2027-11-24"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert [line.split(" ")[1] for line in lines[:-1]] == ["L23", "L23"]
    assert "verified 365 days ago" in lines[0]


def test_a_day_is_written_as_a_date(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "bank", "--today", "tomorrow"])

    assert stopped.value.code == 2
    assert "'tomorrow' is no date such as 2026-11-24" in capsys.readouterr().err


def test_words_of_sources_are_not_copied(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = tmp_path / "sources/deep"
    sources.mkdir(parents=True)
    (sources / "page.txt").write_text("The quick brown fox jumps over the lazy dog again.")
    (sources / "page.md").write_text(
        "吾輩は猫である。名前はまだ無い。どこで生れたか。", encoding="utf-8"
    )
    (sources / "page.pdf").write_text("Visitors who look at pages without buying count as well.")
    spoil(
        exam,
        {
            "one": {"takeaway": "吾輩は猫である。名前はまだ無い。どこで生れたかは分かりません。"},
            "one.en": {"takeaway": "A quick brown fox jumps over the lazy dog again."},
        },
    )

    status, lines = run(capsys, "--strict", "--quoted", "sources")

    assert status == 1
    assert [line.split(": ")[1][:3] for line in lines[:-1]] == ["L33", "L33"]
    assert run(capsys, "--strict")[0] == 0


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_sources_without_text_are_refused(
    name: str, exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()

    assert main(["check", "bank", "--quoted", name]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{name} cannot be read: no .txt or .md file with text in it\n"
