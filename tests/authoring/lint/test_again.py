"""Who checks again finds what a first check would find, whatever has changed in the meantime."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.authoring.check import Checked, Checker
from tests.authoring.lint.banks import NAMES, TODAY, data_of, make_bank, put, write

TEXTS = {
    "one": ["title", "scenario", "stem", "a", "b", "c.rationale", "explanation", "tips.0"],
    "one.en": ["title", "scenario", "stem", "a", "b", "c.rationale", "explanation", "tips.0"],
    "two": ["title", "scenario", "stem", "a", "b", "c.rationale", "explanation", "takeaway"],
    "table": ["title", "subjects.queue", "rows.0.queue", "drills.0.statement"],
    "table.en": ["title", "subjects.queue", "rows.0.queue", "drills.0.statement"],
    "misconceptions": ["misconceptions.requests-are-work.name.en"],
}
WORDS = [
    "AWS S3",
    "選択肢 A",
    "Amazon MQ",
    "8.8.8.8",
    "option B",
    "",
    "Which is it?",
    "サーバ",
    "99%",
]
FIELDS = [
    ("exam", "services.0", "Amazon Nothing"),
    ("exam", "lint.require", ["tips"]),
    ("exam", "lint.profile", "other"),
    ("exam", "lint", None),
    ("exam", "lint.mix_from", "1"),
    ("exam", "colour", "red"),
    ("profile", "off", ["L09", "L21"]),
    ("profile", "columns", "10"),
    ("profile", "prefixes", []),
    ("profile", "absolute.en", ["run", "move"]),
    ("profile", "common_words.en", ["queue"]),
    ("profile", "colour", "red"),
    ("one", "status", "retired"),
    ("one", "status", "draft"),
    ("one", "comparisons", None),
    ("one", "language", "en"),
    ("one", "options.b.correct", None),
    ("two", "lint_ignore", {"L09": "why", "L16": "why"}),
    ("two", "task", "1.1"),
    ("table", "drills", None),
    ("table", "id", "another"),
]


def change_text(draw: st.DrawFn, exam: Path) -> None:
    name = draw(st.sampled_from(sorted(TEXTS)))
    data = data_of(name)
    put(data, draw(st.sampled_from(TEXTS[name])), draw(st.sampled_from(WORDS)))
    write(exam, name, data)


def change_field(draw: st.DrawFn, exam: Path) -> None:
    name, path, value = draw(st.sampled_from(FIELDS))
    data = data_of(name)
    put(data, path, value)
    write(exam, name, data)


def delete(draw: st.DrawFn, exam: Path) -> None:
    (exam / NAMES[draw(st.sampled_from(sorted(NAMES)))]).unlink(missing_ok=True)


def restore(draw: st.DrawFn, exam: Path) -> None:
    name = draw(st.sampled_from(sorted(NAMES)))
    write(exam, name, data_of(name))


def spoil_bytes(draw: st.DrawFn, exam: Path) -> None:
    (exam / NAMES[draw(st.sampled_from(sorted(NAMES)))]).write_text("options: [")


def add_copy(draw: st.DrawFn, exam: Path) -> None:
    """One more question, which asks the same as another."""
    data = data_of("two")
    data["id"] = draw(st.sampled_from(["archive", "museum", "zoo"]))
    data["scenario"] += draw(st.sampled_from(["", "It is late. " * 20]))
    write(exam, f"resilient/{data['id']}.yaml", data)


def add_elsewhere(draw: st.DrawFn, exam: Path) -> None:
    """One more question, in a folder of another's that adds to the exam of its name."""
    write(exam, "../ours/saa-c03/elsewhere.yaml", {**data_of("two"), "id": "elsewhere"})


def move(draw: st.DrawFn, exam: Path) -> None:
    """The translation away from its source, or back."""
    here, there = exam / NAMES["one.en"], exam / "comparisons" / Path(NAMES["one.en"]).name
    if here.exists():
        here.rename(there)
    elif there.exists():
        there.rename(here)


CHANGES: list[Callable[[st.DrawFn, Path], None]] = [
    *(change_text, change_field, delete, restore, spoil_bytes, add_copy, add_elsewhere, move)
]


def said(checked: Checked) -> tuple[list[str], list[str]]:
    ignored = [f"{one.problem} ({one.why})" for one in checked.ignored]
    return [f"{problem.is_warning} {problem}" for problem in checked.problems], ignored


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_second_check_finds_what_a_first_one_would(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exam = make_bank(Path(folder))
        checker = Checker([exam.parent])
        for _ in range(data.draw(st.integers(1, 6))):
            checker.check(today=TODAY)
            data.draw(st.sampled_from(CHANGES))(data.draw, exam)
            again = checker.check(today=TODAY)
            assert said(again) == said(Checker([exam.parent]).check(today=TODAY))


def test_an_unchanged_bank_is_checked_to_the_same_end(tmp_path: Path) -> None:
    exam = make_bank(tmp_path)
    write(exam, "one", {**data_of("one"), "title": "AWS S3", "lint_ignore": {"L28": "why"}})
    checker = Checker([exam.parent])

    first, second = checker.check(today=TODAY), checker.check(today=TODAY)

    assert said(first) == said(second)
    assert first.ignored != []
