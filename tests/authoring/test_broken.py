"""Each broken file gives exactly the problems that stand beside it, and no other.

A case is `broken/NAME.yaml`, put among the questions of the sound bank, or the folder
`broken/NAME/`, laid over the sound bank. `NAME.problems` holds what must be said, line by line.
To write one: run the check as the test does, and read each message as its author will.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quiz.authoring.codes import CODES
from quiz.authoring.read import read

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
CASES = sorted(path for path in BROKEN.iterdir() if path.suffix != ".problems")


def problems_of(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of the case, as the command prints it from within the sound bank."""
    bank = tmp_path / "bank"
    shutil.copytree(HERE / "sound", bank)
    if case.is_dir():
        shutil.copytree(case, bank, dirs_exist_ok=True)
    else:
        shutil.copy(case, bank / "demo" / case.name)
    monkeypatch.chdir(bank)
    return "".join(f"{problem}\n" for problem in read([Path()])[1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_file_gives_exactly_its_problems(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = case.with_suffix(".problems").read_text(encoding="utf-8")

    assert problems_of(case, tmp_path, monkeypatch) == expected


def test_the_broken_files_show_every_code_that_a_file_in_git_can_show() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in BROKEN.glob("*.problems"))
    of_the_format = {code for code in CODES if code[0] != "L" or code in ("L901", "L902")}
    # A link and an empty folder: neither is kept in git. The last is of a profile.
    by_other_tests = {"Y001", "R012", "Q019"}

    assert {code for code in of_the_format if f" {code} " not in said} == by_other_tests


def test_every_code_that_is_said_is_in_the_table() -> None:
    lines = [line for path in BROKEN.glob("*.problems") for line in path.read_text().splitlines()]

    assert {line.split(" ")[1] for line in lines} <= set(CODES)
