"""What is committed: sound question files, and the editors' schemas that the code writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quiz.authoring.read import read
from quiz.authoring.schema import schemas

QUESTIONS = Path(__file__).parents[2] / "questions"


def test_the_shipped_questions_have_no_problems() -> None:
    bank, problems = read([QUESTIONS])

    assert [str(problem) for problem in problems] == []
    assert bank.items
    assert bank.exams


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_the_one_that_the_command_writes(name: str) -> None:
    committed = (QUESTIONS / name).read_text(encoding="utf-8")

    assert committed == schemas()[name], "run: python -m quiz.authoring schema"


def test_each_schema_refuses_unknown_fields_and_names_the_required_ones() -> None:
    question = json.loads(schemas()["question.schema.json"])

    assert question["additionalProperties"] is False
    assert {*question["required"]} == {
        *("format", "id", "language", "task", "title", "stem", "options")
    }


def test_each_shipped_file_names_its_schema_for_editors() -> None:
    for path in QUESTIONS.rglob("*.yaml"):
        if "lint" in path.parts:
            continue
        first = path.read_text(encoding="utf-8").splitlines()[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found, path
        assert (path.parent / found[1]).is_file(), path
