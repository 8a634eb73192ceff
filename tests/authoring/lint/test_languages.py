"""Rules about languages, and how each is written: L29, L30 and L903."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.lint.banks import (
    Changes,
    case,
    check,
    data_of,
    found_after,
    make_bank,
    option,
    shown,
    write,
)

EXPLANATION = data_of("one.en")["explanation"]
EXPLANATION_JA = data_of("one")["explanation"]
SCENARIO = data_of("one.en")["scenario"]
SCENARIO_JA = data_of("one")["scenario"]
TAUGHT = "one:explanation"


def explained(more: str, language: str = "en") -> Changes:
    text = EXPLANATION if language == "en" else EXPLANATION_JA
    return {language: {"explanation": f"{text}\n{more}"}}


def both(id_: str, en: str, ja: str) -> Changes:
    """A clause put before the last word of the option, in each language."""
    return {
        "one.en": {id_: option("en", id_).removesuffix(".") + f", {en}."},
        "one": {id_: f"{ja}" + option("ja", id_)},
    }


HERE = "L29 error one.en:options.c.text"
L29 = [
    case("a service in one language", both("c", "with AWS Lambda", "前もって、"), HERE),
    case("a service in both, once without its prefix", both("c", "with AWS Lambda", "Lambda で、")),
    case("a service in Japanese alone", both("c", "with functions", "AWS Lambda で、"), HERE),
    case(
        "a verb that is a name as well",
        {
            "one.en": {
                "c": "Translate the tickets on an instance of a larger size, and schedule a restart for the evening before a holiday."
            }
        },
    ),
    case("a plural in one language", both("c", "with Step Functions", "Step Functions で、")),
    case("a number in one language", both("c", "after 30 minutes", "しばらくして、"), HERE),
    case("a number in words and in digits", both("c", "after thirty minutes", "30 分後に、")),
    case("another number", both("c", "after 30 minutes", "40 分後に、"), HERE, HERE),
    case("a number with commas", both("c", "after 1,500 tickets", "1500 枚で、")),
    case("a number with a fraction", both("c", "after 1.5 hours", "1.5 時間後に、")),
    case("a fraction in one language", both("c", "after 1.5 hours", "少し後に、"), HERE),
    case("millions", both("c", "after 10 million tickets", "1,000 万枚で、")),
    case(
        "numbers up to three, which languages count differently",
        both("c", "on another instance", "2 台目で、"),
    ),
    case("a number within a name", both("c", "in Amazon Route 53", "Amazon Route 53 で、")),
    case(
        "a scenario that says more in Japanese",
        {
            "one": {
                "scenario": SCENARIO_JA.replace(
                    "と考えています", "し、" + "列も短くしたい" * 18 + "と考えています"
                )
            }
        },
        "L29 warning one.en:scenario",
        "L14 warning one:scenario",
    ),
    case(
        "a scenario that says more in English",
        {
            "one.en": {
                "scenario": SCENARIO.replace(
                    "on other days", "on days " + "of rain or snow or hail or wind " * 8
                )
            }
        },
        "L14 warning one.en:scenario",
        "L29 warning one.en:scenario",
    ),
    case(
        "an explanation that says more in English",
        {"one.en": {"explanation": EXPLANATION + "It grows day by day. " * 40}},
        "L29 warning one.en:explanation",
    ),
    case(
        "a text that one language lacks",
        {"one.en": {"explanation": None}},
        "L902 warning one.en:format",
    ),
]

L30 = [
    case(
        "interface with a long vowel",
        explained("インターフェースを使います。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case(
        "server without its long vowel",
        explained("サーバを使います。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case(
        "server and user as they are written",
        explained("サーバーとユーザーとサーバーレスとユーザビリティです。", "ja"),
    ),
    case(
        "no space before Latin letters",
        explained("次にEC2 を使います。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case(
        "no space before code",
        explained("次に`taskRoleArn` を使います。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case("brackets and stops without a space", explained("「EC2」、EC2、(EC2)です。", "ja")),
    case("no space within a drawing", {"ja": {"diagrams.0.text": "SQSキュー"}}),
    case("no space in an English text", explained("It is called 記録record there.")),
    case(
        "a plain sentence in the explanation",
        explained("ワーカーが増える。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case(
        "a plain sentence in a rationale",
        {
            "ja": {
                "a.rationale": "ストリームに移しても、記録を処理するワーカーは増えないので、待ち時間は変わらない。"
            }
        },
        "L30 warning one:options.a.rationale",
    ),
    case(
        "a plain sentence in the scenario",
        {"ja": {"scenario": SCENARIO_JA.replace("待たされます", "待つ")}},
        "L30 warning one:scenario",
    ),
    case("a plain sentence in a table", explained("| 列 |\n|---|\n| 増える。 |", "ja")),
    case(
        "a plain sentence in a table and one outside",
        explained("| 列 |\n|---|\n| 増える。 |\n\n列が減る。", "ja"),
        f"L30 warning {TAUGHT}",
    ),
    case("an item of a list without a stop", explained("- ワーカーの数\n- 列の長さ (分)", "ja")),
    case(
        "polite sentences that end in brackets",
        explained(
            "列が伸びます (祝日の朝)。減ります（夜）。「待ちます。」です。「待ちます」。", "ja"
        ),
    ),
    case(
        "polite questions, denials and requests",
        explained("待ちますか。待ちません。待ってください。待ちました。待つでしょう。", "ja"),
    ),
    case("a plain question", explained("なぜか。", "ja"), f"L30 warning {TAUGHT}"),
    case(
        "a polite option",
        {
            "ja": {
                "c": "ワーカーを大きなインスタンスタイプに変更し、祝日の前の晩にワーカーを再起動するスケジュールを設定します。"
            }
        },
        "L30 warning one:options.c.text",
    ),
    case("a plain explanation in English", explained("Workers are added.")),
]

L903 = [
    case(
        "a translation that says nothing of its sources",
        {"one.en": {"of": {}}},
        "L903 warning one.en:of",
    ),
    case(
        "a translation of a comparison that says nothing of its sources",
        {"table.en": {"of": {}}},
        "L903 warning table.en:of",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [*L29, *L30, *L903])
def test_languages(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes, off=["L18"]) == expected


def test_a_translation_whose_options_are_not_written_is_not_judged(tmp_path: Path) -> None:
    found = found_after(tmp_path, {"one.en": {"options": None, "title": "AWS Lambda"}})

    assert {line.split(":")[0] for line in found} == {"L902 warning one.en"}


def test_languages_of_words_are_not_held_against_each_other_by_length(tmp_path: Path) -> None:
    exam = make_bank(tmp_path)
    texts = data_of("two")
    options = {id_: {"text": one["text"]} for id_, one in texts["options"].items()}
    french = {"format": "1", "translates": texts["id"], "stem": texts["stem"], "options": options}
    options["a"] = {"text": f"{options['a']['text'].strip()} Or use AWS Lambda."}
    write(
        exam,
        "resilient/two-copies-of-the-archive.fr.yaml",
        {**french, "scenario": "Amazon S3. " * 300},
    )

    found = [one for one in check(exam).problems if one.code[:2] == "L2"]

    assert [shown(exam, one) for one in found] == [
        "L29 error resilient/two-copies-of-the-archive.fr.yaml:options.a.text"
    ]
