"""Rules about what is taught: L09, L21 to L23, L27, L37 and L38."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.authoring.lint.banks import Changes, case, data_of, found_after

RATIONALE = "a.rationale"
EXPLANATION = data_of("one.en")["explanation"]
EXPLANATION_JA = data_of("one")["explanation"]


def explained(more: str, language: str = "en") -> Changes:
    """`more` behind the explanation, in that language."""
    text = EXPLANATION if language == "en" else EXPLANATION_JA
    return {language: {"explanation": f"{text}\n{more}"}}


def because(text: str, language: str = "en") -> Changes:
    return {language: {RATIONALE: text}}


def drawn(*lines: str, name: str = "one.en") -> Changes:
    return {name: {"diagrams.0.text": "\n".join(lines)}}


L09 = [
    case(
        "an option by its letter", explained("So option B is right."), "L09 error one:explanation"
    ),
    case(
        "an answer by its number",
        {"en": {"takeaway": "Choose answer 2 for a queue."}},
        "L09 error one:takeaway",
    ),
    case(
        "an option by its place",
        {"en": {"tips.0": "The first option is often a trap."}},
        "L09 error one:tips.0",
    ),
    case(
        "an option above",
        {"en": {"a.correct_if": "It is right if the option above is not to be had."}},
        "L09 error one:options.a.correct_if",
    ),
    case(
        "a verb that is a noun as well",
        because(
            "The stream answers a request in order, and choices are left to the worker itself."
        ),
    ),
    case("option groups", explained("An option group of a database has options 12 and above.")),
    case(
        "in Japanese, a letter",
        explained("選択肢Bが正解です。", "ja"),
        "L09 error one:explanation",
        "L30 warning one:explanation",
    ),
    case(
        "in Japanese, a place",
        explained("最初の選択肢が正解です。", "ja"),
        "L09 error one:explanation",
    ),
    case(
        "in Japanese, a number of options",
        explained("選択肢は 4 つあります。選択肢の違いは料金です。", "ja"),
    ),
    case(
        "in the translation",
        {
            "one.en": {
                "takeaway": "Choice A scales by the work that waits in the queue for each worker."
            }
        },
        "L09 error one.en:takeaway",
    ),
]

SIXTY = "A stream adds no worker, so that the wait remains as it was."
L21 = [
    case("60 characters", because(SIXTY)),
    case(
        "59 characters",
        because(SIXTY.replace("that ", "this").replace("this", "that")),
        "L21 error one:options.a.rationale",
    ),
    case(
        "35 characters",
        because("ストリームはワーカーを増やさないので、待ち時間は今までと変わりません。", "ja"),
    ),
    case(
        "34 characters",
        because("ストリームはワーカーを増やさないので、待ち時間は今と変わりません。", "ja"),
        "L21 error one:options.a.rationale",
    ),
    case("none", {"en": {RATIONALE: None}}, "L21 error one:options.a"),
    case(
        "none in the translation, which has a code of its own",
        {"one.en": {RATIONALE: None}},
        "L902 warning one.en:options.a",
    ),
    case(
        "only that it is wrong", because("This is incorrect."), "L21 error one:options.a.rationale"
    ),
    case(
        "in Japanese, only that it is wrong",
        because("これは誤りです。", "ja"),
        "L21 error one:options.a.rationale",
    ),
    case(
        "that it is wrong, and why",
        because("Incorrect. A stream adds no worker, so that the wait would be as long."),
    ),
    case(
        "two that say the same",
        because(data_of("one.en")["options"]["c"]["rationale"].replace("larger", "huge")),
        "L21 error one:options.c.rationale",
    ),
    case(
        "in Japanese, two that say the same",
        because(data_of("one")["options"]["c"]["rationale"].replace("払い", "支払い"), "ja"),
        "L21 error one:options.c.rationale",
    ),
    case(
        "two alike, one of them missing",
        {"en": {RATIONALE: None, "c.rationale": None}},
        "L21 error one:options.a",
        "L21 error one:options.c",
    ),
    case("no reason", {"en": {"a.reason": None}}, "L21 error one:options.a"),
    case(
        "no bounds for a language", {**because("Too few."), "profile": {"rationale_least.en": None}}
    ),
    case(
        "no bounds at all",
        {"en": {RATIONALE: None, "a.reason": None}, "profile": {"rationale_least": None}},
    ),
]

DOCS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html"
L22 = [
    case("no references", {"en": {"references": None}}, "L22 error one:format"),
    case(
        "a blog",
        {"en": {"references.0.url": "https://aws.amazon.com/blogs/compute/queues/"}},
        "L22 error one:references.0.url",
    ),
    case(
        "another host",
        {"en": {"references.1": {"title": "Q", "url": "https://docs.aws.amazon.com.example.com/"}}},
        "L22 error one:references.1.url",
    ),
    case(
        "a page of prices",
        {"en": {"references.1": {"title": "Q", "url": "https://aws.amazon.com/sqs/pricing/"}}},
    ),
    case(
        "a page of the documentation in one language",
        {"en": {"references.1": {"title": "Q", "url": DOCS.replace("com/", "com/ja_jp/")}}},
        "L22 error one:references.1.url",
    ),
    case(
        "a page of prices in one language",
        {"en": {"references.1": {"title": "Q", "url": "https://aws.amazon.com/jp/sqs/pricing/"}}},
        "L22 error one:references.1.url",
    ),
    case(
        "a profile that wants none",
        {"en": {"references": None}, "profile": {"reference_urls": None}},
    ),
]

L27 = [
    case("a price", explained("A request costs $0.40 here."), "L27 warning one:explanation"),
    case(
        "a price in an option",
        {
            "en": {
                "c": "Move the worker to an instance type of a larger size, which costs 2 times as much, for the evening of a holiday."
            }
        },
        "L27 warning one:options.c.text",
    ),
    case(
        "a percentage",
        because(
            "A stream adds no worker, and the wait becomes no shorter for 99.9% of the visitors."
        ),
        "L27 warning one:options.a.rationale",
    ),
    case(
        "marked as volatile",
        {
            "en": {
                **because(
                    "A stream adds no worker, and the wait becomes no shorter for 99.9% of the visitors."
                )["en"],
                "volatile": "true",
            }
        },
    ),
    case(
        "marked as volatile, without a page that says it",
        {"en": {"takeaway": "It costs 5 cents.", "volatile": "true", "references": None}},
        "L22 error one:format",
        "L27 warning one:takeaway",
    ),
    case(
        "a percentage in the scenario",
        {
            "en": {
                "scenario": data_of("one.en")["scenario"].replace("for hours", "by 30% for hours")
            }
        },
    ),
    case("a number that is none of these", explained("Wait for 30 minutes, and count 5 messages.")),
    case(
        "in Japanese, a price", explained("1 時間 20 円です。", "ja"), "L27 warning one:explanation"
    ),
    case(
        "in Japanese, a percentage",
        explained("可用性は 99.99% です。", "ja"),
        "L27 warning one:explanation",
    ),
]

BOX = ("+--------+", "| Worker |", "+--------+")
L37 = [
    case("48 columns", drawn(f"+{'-' * 46}+", f"|{' ' * 46}|", f"+{'-' * 46}+")),
    case(
        "49 columns",
        drawn(f"+{'-' * 47}+", f"|{' ' * 47}|", f"+{'-' * 47}+"),
        "L37 warning one.en:diagrams.0.text",
    ),
    case(
        "48 columns with full-width letters",
        drawn(f"+{'-' * 46}+", f"|{'あ' * 23}|", f"+{'-' * 46}+", name="one"),
    ),
    case(
        "49 columns with full-width letters",
        drawn(f"+{'-' * 47}+", f"|{'あ' * 23} |", f"+{'-' * 47}+", name="one"),
        "L37 warning one:diagrams.0.text",
    ),
    case("a letter with a mark of its own column", drawn("+----+", "| e\u0301  |", "+----+")),
    case(
        "a wall that does not go on",
        drawn("+--------+", "| Worker |", "+-------+"),
        "L37 warning one.en:diagrams.0.text",
    ),
    case(
        "a wall that stands too near behind a full-width letter",
        drawn("+------+", "| 列 |", "+------+", name="one"),
        "L37 warning one:diagrams.0.text",
    ),
    case("an arrow", drawn(*BOX, "    |", "    v", *BOX)),
    case("an arrow upwards", drawn(*BOX, "    ^", "    |", *BOX)),
    case("the letter v in a word", drawn("+---------+", "| save v2 |", "+---------+")),
    case("nothing but words", drawn("a -> b")),
    case(
        "a drawing that the translation lacks",
        {"one.en": {"diagrams.0.text": None}},
        "L902 warning one.en:diagrams.0.title",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [*L09, *L21, *L22, *L27, *L37])
def test_teaching(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes) == expected


REQUIRED = [
    case(
        "what each has",
        {"exam": {"lint.require": ["scenario", "explanation", "takeaway", "services"]}},
    ),
    case(
        "what one question lacks",
        {"exam": {"lint.require": ["tips", "diagrams"]}},
        *2 * ["L38 error two:format"],
    ),
    case(
        "what an option lacks",
        {"exam": {"lint.require": ["correct_if"]}, "en": {"d.correct_if": None}},
        "L38 error one:options.d",
    ),
    case(
        "what wrong options lack",
        {"exam": {"lint.require": ["misconception", "reason"]}, "two": {"status": "retired"}},
        "L38 error one:options.c",
    ),
    case(
        "a rationale, which correct options have, too",
        {"exam": {"lint.require": ["rationale"]}, "two": {"a.rationale": None}},
        *2 * ["L38 error two:options.a"][:1],
        "L21 error two:options.a",
    ),
    case(
        "what the format does not know",
        {"exam": {"lint.require": ["takeaways"]}},
        "Q004 error exam:lint.require.0",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), REQUIRED)
def test_the_exam_requires_fields(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert sorted({*found_after(tmp_path, changes)}) == sorted({*expected})


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [
        ("2026-11-24", []),
        ("2026-05-28", []),
        ("2026-05-27", ["L23 warning one:verified_on"]),
        ("2027-01-01", []),
        (None, []),
    ],
    ids=["today", "180 days ago", "181 days ago", "in days to come", "never"],
)
def test_facts_are_verified_now_and_then(
    verified_on: str | None, expected: list[str], tmp_path: Path
) -> None:
    assert found_after(tmp_path, {"en": {"verified_on": verified_on}}) == expected


def test_nothing_but_the_age_of_facts_depends_on_the_day(tmp_path: Path) -> None:
    changes = {"one": {"title": "選択肢B"}, "two": {"stem": "Which two"}}
    now, later = (
        found_after(tmp_path / str(year), changes, today=date(year, 11, 24))
        for year in (2026, 2036)
    )

    aged = {"L23 warning one:verified_on", "L23 warning two:verified_on"}
    assert {*later} - {*now} == aged
    assert {*now} - {*later} == set()
