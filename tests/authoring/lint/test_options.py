"""Rules about the options in number, likeness, ranges and length: L02 and L04 to L06."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.lint.banks import Changes, case, found_after, option

WORDS = {"a": "hay", "b": "oats", "c": "rye", "d": "corn"}
KANA = {"a": "あひる", "b": "いなご", "c": "うさぎ", "d": "えのき"}
KEY = option("en", "b")
KEY_JA = option("ja", "b")


def correct(id_: str) -> dict[str, str | None]:
    """The wrong option of `two` made a correct one."""
    path = f"options.{id_}"
    gone = {f"{path}.{name}": None for name in ("reason", "correct_if")}
    return {f"{path}.correct": "true", **gone}


def long(**sizes: int) -> Changes:
    """The options with as many characters each, in English."""
    return {"en": {i: f"Use {WORDS[i]} {WORDS[i] * n}"[: n - 1] + "." for i, n in sizes.items()}}


def long_ja(**sizes: int) -> Changes:
    return {"ja": {i: f"{KANA[i] * n}"[: n - 3] + "する。" for i, n in sizes.items()}}


def options(language: str, **texts: str) -> Changes:
    return {language: texts}


SIXTH = {
    "text": "Export the scans of each week on paper, and have a courier bring them to the other site.",
    "rationale": "Paper takes days to arrive where the auditor asks for minutes, and loses detail.",
    "reason": "violates-requirement",
}

COUNTS = [
    case("two correct of five", {"two": {}}),
    case("two correct of six", {"two": {"options.f": SIXTH}}),
    case("two correct of four", {"two": {"options.e": None}}, "L02 error two:options"),
    case("three correct of six", {"two": {"options.f": SIXTH, **correct("c")}}),
    case("three correct of five", {"two": correct("c")}, "L02 error two:options"),
    case(
        "four correct, of which the exam has no question",
        {"two": {"options.f": SIXTH, **correct("c"), **correct("d")}},
        "L02 error two:options",
    ),
    case(
        "more correct than wrong ones, where the profile has such counts",
        {"two": correct("c"), "profile": {"option_counts": {"1": ["4"], "3": ["5"]}}},
        "L02 error two:options",
    ),
    case("one correct of three", {"en": {"options.d": None}}, "L02 error one:options"),
    case(
        "a profile without counts asks for none",
        {"two": {"options.e": None}, "profile": {"option_counts": None}},
    ),
]

LIKENESS = [
    case(
        "the same words with other capitals and stops",
        options("en", d=KEY.upper().replace(",", ";")),
        "L04 error one:options.d.text",
    ),
    case(
        "the same but for one word of twenty",
        options("en", d=KEY.replace("records that wait", "tickets that wait")),
        "L04 error one:options.d.text",
    ),
    case(
        "the same but for three words",
        options("en", d=KEY.replace("number of records that wait", "sum of tickets that rest")),
        "L04 warning one:options.d.text",
    ),
    case(
        "one inside the other",
        options(
            "en", d=KEY.replace(", and scale the group by the number of records", " for records")
        ),
        "L04 error one:options.d.text",
    ),
    case(
        "the same but for four words",
        options("en", d=KEY.replace("number of records that wait", "sum of tickets at rest")),
    ),
    case(
        "two words that are inside the other are too few to tell",
        options(
            "en", a="Add workers.", b="Add workers by night.", c="Add tickets.", d="Add queues."
        ),
        "L06 error one:options.b.text",
    ),
    case(
        "in Japanese, the same but for the full stop and the width",
        options("ja", d=KEY_JA.replace("。", "").replace("EC2", "ＥＣ２")),
        "L04 error one:options.d.text",
        "L16 error one:options.d.text",
        "L30 warning one:options.d.text",
    ),
    case(
        "in Japanese, one word of many is another",
        options("ja", d=KEY_JA.replace("キューで待つ記録", "表で待つ記録")),
        "L04 error one:options.d.text",
    ),
    case(
        "in Japanese, one clause is another",
        options(
            "ja",
            d=KEY_JA.replace("キューで待つ記録のワーカーあたりの数", "キューで待つ記録の数の平均"),
        ),
        "L04 warning one:options.d.text",
    ),
]


def ranges(language: str, *texts: str) -> Changes:
    """Nothing but ranges as options, judged by no other rule of likeness or length."""
    off = ["L04", "L06", "L16", "L20", "L27"]
    return {language: dict(zip("abcd", texts, strict=True)), "profile": {"off": off}}


D, B = "L05 error one:options.d.text", "L05 error one:options.b.text"
OVERLAP = [
    case("single numbers", ranges("en", "1 hour", "2 hours", "3 hours", "4 hours")),
    case("a number in a range", ranges("en", "1-4 hours", "5-8 hours", "9-12 hours", "6 hours"), D),
    case(
        "ranges that share an end",
        ranges("en", "1 to 5 hours", "5 to 8 hours", "9 to 12 hours", "13 hours"),
        B,
    ),
    case(
        "an end that is left out",
        ranges("en", "Less than 5 hours", "5 to 8 hours", "9 to 12 hours", "More than 12 hours"),
    ),
    case(
        "an end that is put in twice",
        ranges("en", "5 hours or less", "5 to 8 hours", "9 to 12 hours", "at least 12 hours"),
        B,
        D,
    ),
    case(
        "other units of the same sort",
        ranges("en", "1 to 90 minutes", "2 hours", "3 hours", "1 hour"),
        D,
    ),
    case("the same number of other units", ranges("en", "5 minutes", "5 hours", "5 days", "5 GB")),
    case(
        "numbers with commas and units that are not known",
        ranges("en", "1,000 IOPS", "between 2,000 and 3,000 IOPS", "4,000 IOPS", "2,500 IOPS"),
        D,
    ),
    case(
        "ranges whose unit stands at both ends",
        ranges("en", "10 minutes to 1 hour", "up to 9 minutes", "over 2 hours", "30 minutes"),
        D,
    ),
    case(
        "an option of words leaves the others judged",
        ranges("en", "1 to 5 hours", "2 hours", "As long as it takes", "9 hours"),
        B,
    ),
    case(
        "in Japanese, ranges apart",
        ranges("ja", "5 分未満", "5 分以上 10 分未満", "10 分から 20 分", "20 分超"),
    ),
    case(
        "in Japanese, ranges that touch",
        ranges("ja", "5 分以下", "5 分～8 分", "9 分", "10 分以上"),
        B,
    ),
]

LENGTH = [
    case("a key a quarter longer", long(a=80, b=100, c=80, d=80)),
    case(
        "a key over a quarter longer",
        long(a=80, b=101, c=80, d=80),
        "L06 warning one:options.b.text",
    ),
    case("a key half longer", long(a=80, b=120, c=80, d=80), "L06 warning one:options.b.text"),
    case("a key over half longer", long(a=80, b=121, c=80, d=80), "L06 error one:options.b.text"),
    case("a wrong option longer", long(a=80, b=80, c=150, d=80)),
    case("a wrong option twice as long", long(a=80, b=80, c=160, d=80)),
    case(
        "a wrong option over twice as long",
        long(a=80, b=80, c=161, d=80),
        "L06 warning one:options",
    ),
    case(
        "a wrong option three times as long",
        long(a=50, b=60, c=150, d=80),
        "L06 warning one:options",
    ),
    case(
        "a wrong option over three times as long",
        long(a=50, b=60, c=151, d=80),
        "L06 error one:options",
    ),
    case(
        "marks that are not shown don't count",
        {
            "en": {
                **long(a=80, b=94, c=80, d=80)["en"],
                "b": "Use **["
                + "oats " * 17
                + "](https://docs.aws.amazon.com/a/very/long/address)**.",
            }
        },
    ),
    case("in Japanese, just a quarter longer", long_ja(a=40, b=50, c=40, d=40)),
    case(
        "in Japanese, over a quarter longer",
        long_ja(a=40, b=51, c=40, d=40),
        "L06 warning one:options.b.text",
    ),
    case(
        "in Japanese, over half longer",
        long_ja(a=40, b=61, c=40, d=40),
        "L06 error one:options.b.text",
    ),
    case(
        "balanced in English and not in Japanese",
        {
            "one": {
                "b": KEY_JA.replace(
                    "。", "、ワーカーの台数を毎分見直しながら祝日の朝から晩まで保つようにする。"
                )
            }
        },
        "L06 warning one:options.b.text",
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [*COUNTS, *LIKENESS, *OVERLAP, *LENGTH],
)
def test_options(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes, off=["L18"]) == expected


def test_an_option_that_shows_nothing_is_passed_over(tmp_path: Path) -> None:
    assert found_after(tmp_path, {"en": {"c": "***", "stem": "？？"}}) == []
