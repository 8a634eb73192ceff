"""A small sound bank in a folder of the test's own, to be changed as the test needs."""

from __future__ import annotations

import shutil
from pathlib import Path

from quiz.assessment.item import Comparison, Item
from quiz.authoring.problem import Problem
from quiz.authoring.read import read

SOUND = Path(__file__).parent / "sound"
QUESTION = Path("demo/doors/shop-at-night.yaml")
TRANSLATION = Path("demo/doors/shop-at-night.en.yaml")
SHORT = """\
format: 1
id: {id}
language: en
task: "1.1"
title: A shop at night
stem: Which way meets the requirement?
options:
  a: {{text: Close the latch.}}
  b: {{text: Turn the lock., correct: true}}
"""


def make_bank(folder: Path, name: str = "bank") -> Path:
    """A copy of the sound bank below `folder`."""
    return Path(shutil.copytree(SOUND, folder / name))


def write_question(bank: Path, id_: str, more: str = "") -> Path:
    """One more question, with `more` lines at its end; its file."""
    path = bank / "demo" / f"{id_}.yaml"
    path.write_text(SHORT.format(id=id_) + more, encoding="utf-8")
    return path


def item_in(bank: Path, id_: str = "shop-at-night") -> Item:
    """The item as it is read; the bank must be without errors."""
    found, problems = read([bank])
    assert [problem for problem in problems if problem.is_error] == []
    return next(item for item in found.items if item.id == id_)


def comparison_in(bank: Path) -> Comparison:
    (found,) = read([bank])[0].comparisons
    return found


def codes_of(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
