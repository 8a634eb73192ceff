"""Which rules count: the exam's profile, `off`, `lint_ignore`; and what is wrong with a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quiz.authoring.check import Checker
from quiz.authoring.read import read
from tests.authoring.lint.banks import (
    NAMES,
    TODAY,
    Changes,
    case,
    check,
    data_of,
    found_after,
    make_bank,
    shown,
    spoil,
    write,
)

POSITION = {"takeaway": "Choose option A for a queue.", "tips.0": "Option A is the one."}


def test_a_finding_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    exam = make_bank(tmp_path)
    spoil(exam, {"en": {**POSITION, "lint_ignore": {"L09": "the letter is quoted"}}})

    checked = check(exam)

    assert checked.problems == []
    assert [(shown(exam, one.problem), one.why) for one in checked.ignored] == [
        ("L09 error one:takeaway", "the letter is quoted"),
        ("L09 error one:tips.0", "the letter is quoted"),
    ]


IGNORED = [
    case(
        "another code",
        {"en": {**POSITION, "lint_ignore": {"L12": "it is short"}}},
        "L09 error one:takeaway",
        "L09 error one:tips.0",
        "L39 warning one:lint_ignore.L12",
    ),
    case(
        "a finding of the translation",
        {"one": {"lint_ignore": {"L09": "quoted"}}, "one.en": {"tips.0": "Option A is the one."}},
    ),
    case(
        "a finding that is not there",
        {"en": {"lint_ignore": {"L09": "quoted"}}},
        "L39 warning one:lint_ignore.L09",
    ),
    case(
        "a finding of a rule that is off",
        {"en": {**POSITION, "lint_ignore": {"L09": "quoted"}}, "profile": {"off": ["L09"]}},
        "L39 warning one:lint_ignore.L09",
    ),
    case(
        "what would be a finding with sources at hand",
        {"en": {"lint_ignore": {"L33": "a set phrase"}}},
    ),
    case(
        "in a draft",
        {"en": {"status": "draft", "lint_ignore": {"L09": "quoted"}}},
        "L39 warning one:lint_ignore.L09",
    ),
    case("in a retired question", {"en": {"status": "retired", "lint_ignore": {"L09": "quoted"}}}),
    case(
        "L39 itself is off", {"en": {"lint_ignore": {"L09": "quoted"}}, "profile": {"off": ["L39"]}}
    ),
    case(
        "of facts that are old",
        {"en": {"verified_on": "2020-01-01", "lint_ignore": {"L23": "history does not change"}}},
    ),
    case(
        "of questions that are alike",
        {"two": {"lint_ignore": {"L32": "on purpose"}}},
        "L39 warning two:lint_ignore.L32",
    ),
]

STATUS = [
    case("a rule that is off", {"en": POSITION, "profile": {"off": ["L09"]}}),
    case(
        "a draft",
        {"en": {**POSITION, "status": "draft"}},
        "L09 warning one:takeaway",
        "L09 warning one:tips.0",
    ),
    case("a retired question", {"en": {**POSITION, "status": "retired"}}),
]


@pytest.mark.parametrize(("changes", "expected"), [*IGNORED, *STATUS])
def test_passing_over(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes) == expected


PROFILES = [
    case("no house style", {"en": POSITION, "exam": {"lint": None}}),
    case(
        "a profile that is not there",
        {"en": POSITION, "exam": {"lint.profile": "other"}},
        "L900 error exam:lint.profile",
    ),
    case(
        "a profile outside its folder",
        {"exam": {"lint.profile": "../exam"}},
        "Q008 error exam:lint.profile",
    ),
    case(
        "a name too long for a file",
        {"exam": {"lint.profile": "x" * 300}},
        "Q007 error exam:lint.profile",
    ),
    case(
        "a field that profiles don't have",
        {"en": POSITION, "profile": {"colour": "red"}},
        "Q002 error profile:colour",
    ),
    case(
        "no regular expression",
        {"profile": {"polite.ja": "(", "placeholders.buckets": "["}},
        "Q019 error profile:polite.ja",
        "Q019 error profile:placeholders.buckets",
    ),
    case(
        "a list where a pattern is due",
        {"profile": {"polite.ja": ["a"]}},
        "Q003 error profile:polite.ja",
    ),
    case(
        "a share without its upper end",
        {"profile": {"mix.multiple": ["15"], "mix.difficulty.1": ["1"]}},
        "Q007 error profile:mix.multiple",
        "Q007 error profile:mix.difficulty.1",
    ),
    case(
        "a rule that is spelt otherwise", {"profile": {"off": ["L1x"]}}, "Q008 error profile:off.0"
    ),
    case(
        "a level that is none",
        {"profile": {"stale_names.0.level": "hint"}},
        "Q004 error profile:stale_names.0.level",
    ),
    case(
        "an empty profile but for its format",
        {
            "en": POSITION,
            "profile": {name: None for name in data_of("profile") if name != "format"},
        },
    ),
]


@pytest.mark.parametrize(("changes", "expected"), PROFILES)
def test_profiles(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format: [", "Y005"),
        ("", "Y006"),
        ("format: 1\noff: &a [L01]\n", "Y010"),
        ("format: 2", "Q005"),
    ],
    ids=["no YAML", "empty", "an anchor", "another format"],
)
def test_a_broken_profile_is_told_and_stops_no_publishing(
    text: str, code: str, tmp_path: Path
) -> None:
    exam = make_bank(tmp_path)
    (exam / NAMES["profile"]).write_text(text, encoding="utf-8")

    (problem,) = check(exam).problems
    bank, problems = read([exam.parent])

    assert (problem.code, problem.path) == (code, str(exam / NAMES["profile"]))
    assert problem.is_error
    assert problems == []
    assert len(bank.items) == 2


def test_a_profile_that_is_a_link_or_a_folder_is_told(tmp_path: Path) -> None:
    linked, folder = make_bank(tmp_path / "linked"), make_bank(tmp_path / "folder")
    path = linked / NAMES["profile"]
    path.rename(linked / "lint/other.yaml")
    path.symlink_to(linked / "lint/other.yaml")
    path = folder / NAMES["profile"]
    path.unlink()
    path.mkdir()

    assert [problem.code for problem in check(linked).problems] == ["Y001"]
    assert [problem.code for problem in check(folder).problems] == ["Y002"]


def test_each_exam_has_its_own_house_style(tmp_path: Path) -> None:
    first, second = make_bank(tmp_path / "one"), make_bank(tmp_path / "two")
    for name in ("one", "table", "misconceptions"):
        (second / NAMES[name]).unlink()
    for name in ("one.en", "table.en"):
        (second / NAMES[name]).unlink()
    write(second, "exam", {**data_of("exam"), "id": "other", "lint": {"profile": "other"}})
    write(second, "lint/other.yaml", {"format": "1", "negative_stem": {"en": ["Which"]}})
    two = {**data_of("two"), "id": "other-archive", "takeaway": "Choose option A."}
    (second / NAMES["two"]).unlink()
    write(second, "resilient/other-archive.yaml", two)
    spoil(first, {"two": {"takeaway": "Choose option A."}})

    found = check_both(first, second)

    assert found == {
        "one": ["L09 error two:takeaway"],
        "two": ["L12 error resilient/other-archive.yaml:stem"],
    }


def check_both(first: Path, second: Path) -> dict[str, list[str]]:
    problems = Checker([first.parent, second.parent]).check(today=TODAY).problems
    found: dict[str, list[str]] = {"one": [], "two": []}
    for problem in problems:
        exam = first if problem.path.startswith(str(first)) else second
        found["one" if exam is first else "two"].append(shown(exam, problem))
    return found


def test_a_question_whose_exam_is_broken_is_not_judged(tmp_path: Path) -> None:
    changes: dict[str, dict[str, Any]] = {"en": POSITION, "exam": {"colour": "red"}}

    assert found_after(tmp_path, changes) == ["Q002 error exam:colour"]


def test_a_question_without_a_key_is_not_judged(tmp_path: Path) -> None:
    changes = {"en": {**POSITION, "options.b.correct": None}}

    assert found_after(tmp_path, changes) == ["Q011 error one:options"]
