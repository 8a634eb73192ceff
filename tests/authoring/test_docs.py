"""What docs/authoring.md tells an author to type is typed here, all of it, in its order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.authoring.shell import make_checkout, typed

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/authoring.md"
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with a checkout at `saa-quiz`, whose Python is the one that runs the tests."""
    return make_checkout(tmp_path / "saa-quiz").parent


def test_every_command_of_the_page_works_in_its_order(home: Path) -> None:
    blocks = FENCE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 7
    migrated = '(cd "$HOME/saa-quiz" && .venv/bin/python manage.py migrate -v 0)\n'

    done = typed(home, migrated + "".join(blocks))

    assert done.returncode == 0, done.stdout + done.stderr
    bank = home / "our-bank"
    assert (bank / "saa-c03/secure/copies-outlive-a-closed-account.yaml").is_file()
    assert (bank / "saa-c03/secure/copies-outlive-a-closed-account.ja.yaml").is_file()
    assert (bank / "question.schema.json").is_file()
    assert (bank / ".github/workflows/check-questions.yaml").is_file()
    assert "1 unchanged" in done.stdout or "added" in done.stdout


def test_the_hook_refuses_a_commit_with_an_error_and_lets_other_files_pass(home: Path) -> None:
    begin = FENCE.findall(PAGE.read_text(encoding="utf-8"))[:2]
    hook = (
        'mkdir .githooks && cp "$QUIZ/docs/authoring/pre-commit" .githooks/\n'
        "git config core.hooksPath .githooks\n"
        "echo 'no questions here' > notes.txt && git add notes.txt && git commit -q -m Notes\n"
        "echo 'colour: red' >> saa-c03/secure/copies-outlive-a-closed-account.yaml\n"
        "git add . && git commit -q -m Broken\n"
    )

    done = typed(home, "".join(begin) + hook)

    assert done.returncode == 1
    assert "Q002" in done.stderr
    log = typed(home, "cd our-bank && git log --format=%s")
    assert log.stdout == "Notes\n"


def test_the_workflow_runs_the_command_that_the_page_names() -> None:
    workflow = (ROOT / "docs/authoring/check-questions.yaml").read_text(encoding="utf-8")

    assert "python -m quiz.authoring check --strict --format github . .quiz/questions" in workflow


def test_the_workflows_check_runs_in_a_repository_that_has_the_checkout_inside(home: Path) -> None:
    begin = FENCE.findall(PAGE.read_text(encoding="utf-8"))[:2]
    script = (
        'ln -s "$QUIZ" .quiz\n'
        "unset QUESTIONS_DIR\n"
        "echo 'colour: red' >> saa-c03/secure/copies-outlive-a-closed-account.yaml\n"
        'PYTHONPATH=.quiz "$QUIZ/.venv/bin/python" -m quiz.authoring check --strict '
        "--format github . .quiz/questions"
    )

    done = typed(home, "".join(begin) + script)

    assert done.returncode == 1
    place = "file=saa-c03/secure/copies-outlive-a-closed-account.yaml,line="
    assert any(place in line for line in done.stdout.splitlines() if line.startswith("::error"))
