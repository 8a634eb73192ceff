"""Rules about all published questions together: L07, L08, L10, L19, L31 and L32."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.authoring.lint.banks import Changes, check, make_bank, shown, spoil, write

# As the exam weighs its domains: 18, 16, 14 and 12 of 60, with two or more of each task.
TASKS = {
    "1.1": 6,
    "1.2": 6,
    "1.3": 6,
    "2.1": 8,
    "2.2": 8,
    "3.1": 3,
    "3.2": 3,
    "3.3": 3,
    "3.4": 3,
    "3.5": 2,
    "4.1": 3,
    "4.2": 3,
    "4.3": 3,
    "4.4": 3,
}
ANY_MIX: Changes = {"exam": {"lint.mix_from": "5"}, "profile": {"mix": {"domain_points": "100"}}}
MIX_RULES = {"L07", "L08", "L10", "L19", "L31"}


def make_words(rng: random.Random, count: int) -> str:
    letters = "abcdefghijklmnoprstuvwz"
    return " ".join("".join(rng.choices(letters, k=rng.randint(4, 8))) for _ in range(count))


def question(number: int, task: str, *, is_multiple: bool, difficulty: int) -> dict[str, Any]:
    """One of many, with words of its own, options of one length and the key in turn."""
    rng = random.Random(number)
    ids = "abcde" if is_multiple else "abcd"
    pairs = [one + other for one in ids for other in ids if one < other]
    key = pairs[number // 5 % 10] if is_multiple else ids[number % 4]
    texts = {id_: f"Use {make_words(rng, 10)}"[:55].strip() for id_ in ids}
    longest = max(ids, key=lambda id_: len(texts[id_]))
    return {
        "format": "1",
        "id": f"question-{number:03}",
        "language": "en",
        "task": task,
        "difficulty": str(difficulty),
        "title": make_words(rng, 4),
        "scenario": make_words(rng, 30),
        "stem": "Which is it?",
        "options": {
            id_: {
                "text": texts[id_].ljust(len(texts[longest]), "y"),
                **({"correct": "true"} if id_ in key else {}),
            }
            for id_ in ids
        },
    }


def questions(count: int = 60) -> list[dict[str, Any]]:
    """As many as the blueprint, the types and the difficulties want them."""
    tasks = [task for task, times in TASKS.items() for _ in range(times)] * (count // 60 + 1)
    return [
        question(
            n, tasks[n], is_multiple=n % 5 == 4, difficulty=(1, 1, 1, 2, 2, 2, 2, 2, 3, 3)[n % 10]
        )
        for n in range(count)
    ]


def found_among(
    folder: Path, those: Sequence[Mapping[str, Any]], changes: Changes | None = None, **asked: Any
) -> list[str]:
    """What rules over the bank say of these questions, which stand for the model's."""
    exam = make_bank(folder)
    spoil(exam, changes or {})
    for path in (
        *exam.glob("resilient/*"),
        *exam.glob("comparisons/*"),
        exam / "misconceptions.yaml",
    ):
        path.unlink()
    for one in those:
        write(exam, f"resilient/{one['id']}.yaml", one)
    problems = check(exam, **asked).problems
    return [shown(exam, problem) for problem in problems if problem.code in MIX_RULES | {"L32"}]


def with_keys(those: Sequence[Mapping[str, Any]], keys: str) -> list[dict[str, Any]]:
    """The keys of the single-response questions in the file, in turn."""
    found, left = [], iter(keys)
    for one in those:
        options = {id_: dict(option) for id_, option in one["options"].items()}
        if len(options) == 4 and (key := next(left, None)):
            for id_, option in options.items():
                option.pop("correct", None)
                if id_ == key:
                    option["correct"] = "true"
        found.append({**one, "options": options})
    return found


def with_options(
    those: Sequence[Mapping[str, Any]], change: Mapping[bool, str], *, times: int
) -> list[dict[str, Any]]:
    """The first `times` single-response questions with more at the end of key (True) and others."""
    found = []
    for one in those:
        options = {id_: dict(option) for id_, option in one["options"].items()}
        if len(options) == 4 and times:
            times -= 1
            for option in options.values():
                option["text"] += change.get("correct" in option, "")
        found.append({**one, "options": options})
    return found


def test_an_even_bank_has_no_finding(tmp_path: Path) -> None:
    assert found_among(tmp_path, questions()) == []


def test_nothing_is_counted_among_fewer_than_the_exam_says(tmp_path: Path) -> None:
    one_task = [{**one, "task": "1.1"} for one in questions()]

    assert found_among(tmp_path / "59", one_task[:59]) == []
    assert {line.split()[0] for line in found_among(tmp_path / "60", one_task)} == {"L31"}


def test_an_exam_may_never_count(tmp_path: Path) -> None:
    one_task = [{**one, "task": "1.1"} for one in questions()]

    assert found_among(tmp_path, one_task, {"exam": {"lint.mix_from": None}}) == []


def test_who_waits_for_one_file_can_do_without_statistics(tmp_path: Path) -> None:
    one_task = [{**one, "task": "1.1"} for one in questions()]

    assert found_among(tmp_path, one_task, with_statistics=False) == []


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_published_questions_are_counted(status: str, tmp_path: Path) -> None:
    more = [
        {**one, "id": f"z-{n}", "task": "1.1", "status": status}
        for n, one in enumerate(questions(30))
    ]

    assert found_among(tmp_path, [*questions(), *more]) == []


# 48 have one correct option, so 2 and 3 standard errors above a quarter are 37.5 % and 43.75 %.
@pytest.mark.parametrize(
    ("change", "times", "expected"),
    [
        ({True: " y"}, 18, []),
        ({True: " y"}, 19, ["L07 warning exam:lint"]),
        ({True: " y"}, 21, ["L07 warning exam:lint"]),
        ({True: " y"}, 22, ["L07 error exam:lint"]),
        ({False: " y"}, 18, []),
        ({False: " y"}, 19, ["L07 warning exam:lint"]),
        ({False: " y"}, 22, ["L07 error exam:lint"]),
        ({True: " yyyyyyyyyyyyyyyyyyyy"}, 12, []),
        ({True: " " + "y" * 30}, 16, ["L07 warning exam:lint"]),
        ({False: " " + "y" * 30}, 16, ["L07 warning exam:lint"]),
    ],
    ids=[
        "the longest in 37.5 %",
        "the longest in over 37.5 %",
        "the longest in 43.75 %",
        "the longest in over 43.75 %",
        "the shortest in 37.5 %",
        "the shortest in over 37.5 %",
        "the shortest in over 43.75 %",
        "much longer in a few",
        "a tenth longer in the mean",
        "a tenth shorter in the mean",
    ],
)
def test_the_key_is_not_known_by_its_length(
    change: Mapping[bool, str], times: int, expected: list[str], tmp_path: Path
) -> None:
    assert found_among(tmp_path, with_options(questions(), change, times=times)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("abcd" * 12, []),
        ("abcd" * 9 + "aabcaabdaabc", []),
        ("abcd" * 8 + "aaabaaacaaadaabc", ["L08 warning exam:lint"]),
        ("aaab" + "aabc" * 6 + "aabd" * 5, ["L08 error exam:lint"]),
        ("abbb" + "abcd" * 11, []),
        ("abbbb" + "acdac" + "abcd" * 9 + "dc", ["L08 warning exam:lint"]),
    ],
    ids=[
        "even",
        "nearly even",
        "hardly even",
        "not even",
        "three in a row",
        "four in a row",
    ],
)
def test_the_key_is_not_known_by_its_place(keys: str, expected: list[str], tmp_path: Path) -> None:
    assert found_among(tmp_path, with_keys(questions(), keys)) == expected


def test_a_few_questions_show_no_place(tmp_path: Path) -> None:
    few = with_keys(questions()[:24], "aabaacaabaacaabaacaab")

    assert found_among(tmp_path / "19", few[:23], ANY_MIX) == []
    assert found_among(tmp_path / "20", few, ANY_MIX) == ["L08 error exam:lint"]


def test_pairs_of_keys_take_turns(tmp_path: Path) -> None:
    """Of ten pairs two may be the same, of fewer any."""
    several = [one for one in questions(100) if len(one["options"]) == 5]
    uneven = [question(1000 + 50 * n, "1.1", is_multiple=True, difficulty=1) for n in range(3)]

    assert found_among(tmp_path / "even", several[:10], ANY_MIX) == []
    assert found_among(tmp_path / "nine", [*several[:6], *uneven], ANY_MIX) == []
    found = found_among(tmp_path / "ten", [*several[:7], *uneven], ANY_MIX)
    assert found == ["L08 warning exam:lint"]


@pytest.mark.parametrize(
    ("change", "times", "expected"),
    [
        ({False: " all"}, 3, []),
        ({False: " all"}, 4, ["L10 warning exam:lint"]),
        ({False: " all", True: " all"}, 9, []),
        ({True: " all"}, 20, []),
        ({False: " allegro"}, 5, []),
    ],
    ids=[
        "in up to 5 % of the wrong options",
        "in over 5 % of the wrong options",
        "in wrong and right ones alike",
        "in right ones alone",
        "in a longer word",
    ],
)
def test_absolute_words_are_no_sign_of_a_wrong_option(
    change: Mapping[bool, str], times: int, expected: list[str], tmp_path: Path
) -> None:
    found = found_among(tmp_path, with_options(questions(), change, times=times))

    assert [line for line in found if line.startswith("L10") and "exam" in line] == expected


@pytest.mark.parametrize(
    ("times", "expected"),
    [(14, []), (30, ["L19 warning exam:lint"])],
    ids=["in less than 60 %", "in over 60 %"],
)
def test_the_key_has_not_mostly_most_in_common(
    times: int, expected: list[str], tmp_path: Path
) -> None:
    """In `times` of 48 each wrong option is a third of the key."""
    those = questions()
    for one in [one for one in those if len(one["options"]) == 4][:times]:
        wrong = [option for option in one["options"].values() if "correct" not in option]
        (key,) = (option for option in one["options"].values() if "correct" in option)
        thirds = [option["text"][:27] for option in wrong]
        for option, third in zip(wrong, thirds, strict=True):
            option["text"] = f"{third} {option['text'][27:]}"
        key["text"] = " ".join(third[-18:] for third in thirds)
        key["text"] = key["text"].ljust(len(wrong[0]["text"]), "y")

    assert [line for line in found_among(tmp_path, those) if "L19" in line] == expected


def differing(**fields: str) -> list[dict[str, Any]]:
    return [{**one, **fields} if n < 4 else one for n, one in enumerate(questions())]


@pytest.mark.parametrize(
    ("those", "expected"),
    [
        (questions(), set()),
        (differing(task="4.4"), {"domains.secure", "domains.economical"}),
        (
            [{**one, "task": "3.4"} if one["task"] == "3.5" else one for one in questions()],
            {"domains.performant.tasks.3.5"},
        ),
        (
            [
                question(
                    int(one["id"][-3:]),
                    one["task"],
                    is_multiple=False,
                    difficulty=int(one["difficulty"]),
                )
                for one in questions()
            ],
            {"lint"},
        ),
        (
            [
                {**one, "difficulty": "2"} if one["difficulty"] == "3" else one
                for one in questions()
            ],
            {"lint"},
        ),
    ],
    ids=[
        "even",
        "a domain too many",
        "a task of too few",
        "no question of several",
        "nothing hard",
    ],
)
def test_the_mix_is_what_the_profile_wants(
    those: list[dict[str, Any]], expected: set[str], tmp_path: Path
) -> None:
    found = found_among(tmp_path, those)

    assert {line.removeprefix("L31 error exam:") for line in found if "L31" in line} == expected


BEGINNING = (
    "A museum sells tickets on a website, and each sale is written to a queue by the website."
)


def alike(number: int, share: int) -> dict[str, Any]:
    """A question that shares `share` of 40 words with each other such question."""
    rng, own = random.Random(0), random.Random(1000 + number)
    scenario = f"{make_words(rng, 40)} ".split()[:share] + make_words(own, 40 - share).split()
    one = question(2000 + number, "1.1", is_multiple=False, difficulty=1)
    return {**one, "scenario": " ".join(scenario)}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (10, []),
        (26, ["L32 warning resilient/question-2001.yaml:scenario"]),
        (38, ["L32 error resilient/question-2001.yaml:scenario"]),
    ],
    ids=["some words in common", "most words in common", "nearly all words in common"],
)
def test_no_two_questions_ask_the_same(share: int, expected: list[str], tmp_path: Path) -> None:
    assert found_among(tmp_path, [alike(0, share), alike(1, share)]) == expected


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_question_is_held_against_published_ones_only(status: str, tmp_path: Path) -> None:
    those = [alike(0, 38), {**alike(1, 38), "status": status}]

    assert found_among(tmp_path, those) == []


def test_the_nearest_of_several_is_named(tmp_path: Path) -> None:
    exam = make_bank(tmp_path)
    for one in (alike(0, 38), alike(1, 30), {**alike(2, 38), "title": "x"}):
        write(exam, f"resilient/{one['id']}.yaml", one)

    told = [one.message for one in check(exam).problems if "question-2002" in one.path]

    assert [one for one in told if "alike" in one] == [
        "95% alike 'question-2000': ask about another situation"
    ]


def test_one_design_may_be_the_answer_twice(tmp_path: Path) -> None:
    def same_answer(number: int, task: str) -> dict[str, Any]:
        one = question(number, task, is_multiple=False, difficulty=1)
        one["options"] = {
            id_: {**option, "text": BEGINNING} if "correct" in option else option
            for id_, option in one["options"].items()
        }
        return one

    those = [same_answer(2000 + n, "1.1" if n < 3 else "1.2") for n in range(5)]

    assert found_among(tmp_path / "twice", those[1:]) == []
    assert found_among(tmp_path / "thrice", those) == [
        "L32 warning resilient/question-2002.yaml:options"
    ]
