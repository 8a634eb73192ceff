"""Rules about id, title, scenario and stem: L01, L03, L12, L14, L15, L17 and L18."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.authoring.lint.banks import Changes, case, data_of, found_after, option, renamed

STEM = "Which solution will meet these requirements with the {} operational overhead?"


def stem(text: str, name: str = "en") -> Changes:
    return {name: {"stem": text}}


def scenario(text: str, name: str = "en") -> Changes:
    return {name: {"scenario": text}}


def words(count: int) -> Changes:
    """Scenario and stem with so many words in all, in three sentences."""
    asked = len(data_of("one.en")["stem"].split())
    left = count - asked - 8
    return scenario(f"A shop sells hay. It has queues. {'hay ' * left}Lo.")


def characters(count: int) -> Changes:
    asked = len(data_of("one")["stem"].strip())
    return scenario(f"店です。列です。{'あ' * (count - asked - 11)}です。", "ja")


L01 = [
    case(
        "a word of the title that is in the key alone",
        {
            "en": {
                "title": "A museum that needs an elastic group of workers",
                "b": option("en", "b").replace("group,", "elastic group,"),
            }
        },
        "L01 error one:title",
    ),
    case(
        "a word of the title that is in a wrong option, too",
        {"en": {"title": "A museum that needs a group of workers"}},
    ),
    case(
        "a word of the title that the scenario says, too",
        {"en": {"title": "A museum with workers that wait for records"}},
    ),
    case(
        "a common word of the title",
        {
            "en": {
                "title": "When each museum has its day",
                "b": option("en", "b").replace("for each", "when each"),
            }
        },
    ),
    case(
        "in Japanese, a word of the title that is in the key alone",
        {
            "ja": {
                "title": "キューの長さで測る美術館",
                "b": option("ja", "b").replace("記録の", "長さの"),
            }
        },
    ),
    case(
        "in Japanese, a run of katakana that is in the key alone",
        {
            "ja": {
                "title": "バックログが伸びる美術館",
                "b": option("ja", "b").replace("記録の", "バックログの"),
            }
        },
        "L01 error one:title",
    ),
    case(
        "in the translation alone",
        {
            "one.en": {
                "title": "A museum with many records for each worker on a holiday",
                "b": option("en", "b").replace("number", "backlog"),
            }
        },
    ),
]

L03 = [
    case(
        "two, where one is correct",
        stem("Which solution will meet these requirements? (Select TWO.)"),
        "L03 error one:stem",
    ),
    case(
        "one, where one is correct",
        stem("Choose one. Which solution will meet these requirements?"),
        "L03 error one:stem",
    ),
    case(
        "two, where two are correct",
        stem("Which combination of steps will meet these requirements? (Choose two.)", "two"),
        "L03 warning two:stem",
    ),
    case(
        "three, where two are correct",
        stem("Pick 3. Which combination of steps will meet these requirements?", "two"),
        "L03 error two:stem",
    ),
    case(
        "a number of other things",
        stem("Which solution lets the museum select two of its queues with the LEAST effort?"),
    ),
    case(
        "in Japanese, two, where one is correct",
        stem("要件を満たすものはどれですか。(2 つ選択してください。)", "ja"),
        "L03 error one:stem",
    ),
    case(
        "in Japanese, a full-width two",
        stem("要件を満たすものはどれですか。（２つお選びください。）", "ja"),
        "L03 error one:stem",
        "L30 warning one:stem",
    ),
    case(
        "in Japanese, two of other things",
        stem("2 つのキューに対する要件を満たすものはどれですか。", "ja"),
    ),
    case(
        "a pattern without a group",
        {**stem("Choose wisely: which solution is it?"), "profile": {"stated_number.en": "Choose"}},
        "L03 error one:stem",
    ),
]

L12 = [
    case("NOT", stem("Which solution will NOT meet these requirements?"), "L12 error one:stem"),
    case(
        "EXCEPT",
        stem("Which solution will meet these requirements EXCEPT the last?"),
        "L12 error one:stem",
    ),
    case("not in small letters", stem("Which solution does not change the website?")),
    case(
        "a superlative that is allowed, though a pattern would find it",
        {**stem(STEM.format("LEAST")), "profile": {"negative_stem.en": ["LEAST"]}},
    ),
    case(
        "in Japanese, the wrong one",
        stem("要件を満たすソリューションとして誤っているものはどれですか。", "ja"),
        "L12 error one:stem",
    ),
    case(
        "in Japanese, the least", stem("運用上のオーバーヘッドが最も少ないものはどれですか。", "ja")
    ),
]

WARNS, FAILS = "L14 warning one:scenario", "L14 error one:scenario"
L14 = [
    case("34 words", words(34), WARNS),
    case("35 words", words(35)),
    case("130 words", words(130)),
    case("131 words", words(131), WARNS),
    case("180 words", words(180), WARNS),
    case("181 words", words(181), FAILS),
    case("89 characters", characters(89), WARNS),
    case("90 characters", characters(90)),
    case("350 characters", characters(350)),
    case("351 characters", characters(351), WARNS),
    case("500 characters", characters(500), WARNS),
    case("501 characters", characters(501), FAILS),
    case("one sentence", scenario("A museum sells tickets, and " + "hay " * 40 + "waits."), WARNS),
    case(
        "six sentences", scenario("One. Two. Three. Four. Five. " + "Hay " * 40 + "waits."), WARNS
    ),
    case("five sentences", scenario("One. Two. Three. Four. " + "Hay " * 40 + "waits.")),
    case(
        "no scenario, and the stem says it all",
        {"en": {"scenario": None, "stem": "hay " * 40 + "which is it?"}},
    ),
    case(
        "in Japanese, a quoted sentence and an aside in one",
        scenario("店は「列が長い。」と言います (祝日は特に。)。" + "あ" * 80 + "です。", "ja"),
    ),
    case(
        "a stem that ends as no question",
        stem("Select the solution that will meet these requirements."),
        "L14 error one:stem",
    ),
    case(
        "an aside behind the question",
        stem("Which solution will meet these requirements (on holidays)?"),
    ),
    case(
        "an aside behind the question mark",
        stem("Which solution will meet these requirements? (The budget is small.)"),
    ),
    case(
        "in Japanese, a stem that ends as no question",
        stem("これらの要件を満たすものを選んでください。", "ja"),
        "L14 error one:stem",
    ),
    case("a language without bounds", {**words(20), "profile": {"length.en": None}}),
]

L15 = [
    case("none", stem("Which solution will meet these requirements?")),
    case(
        "one, said in two words of the list",
        stem("Which solution is it that meets them MOST cost-effectively?"),
    ),
    case(
        "two of one axis",
        stem("Which solution is the MOST cost-effective and has the LOWEST cost?"),
        "L15 error one:stem",
    ),
    case(
        "cost and operations",
        stem("Which solution is the MOST cost-effective with the LEAST operational overhead?"),
        "L15 error one:stem",
    ),
    case(
        "two of other axes",
        stem("Which solution is the MOST secure with the LOWEST latency?"),
        "L15 warning one:stem",
    ),
    case(
        "in Japanese, cost and operations",
        stem("最も費用対効果が高く、運用上のオーバーヘッドが最も少ないものはどれですか。", "ja"),
        "L15 error one:stem",
    ),
    case(
        "in Japanese, two of other axes",
        stem("最も安全で、ダウンタイムが最も短いものはどれですか。", "ja"),
        "L15 warning one:stem",
    ),
]

L17 = [
    case(
        "one solution, where two are correct",
        stem(STEM.format("LEAST"), "two"),
        "L17 error two:stem",
    ),
    case(
        "two steps, where one is correct",
        stem("Which two steps will meet these requirements?"),
        "L17 error one:stem",
    ),
    case(
        "a combination of steps, where one is correct",
        stem("Which combination of steps will meet them?"),
        "L17 error one:stem",
    ),
    case(
        "a combination of services, where one is correct",
        stem("Which combination of AWS services will meet them?"),
    ),
    case("no known wording", stem("What should the museum do?")),
    case("both wordings", stem("Which solutions does it take, and which two steps?", "two")),
    case(
        "a sentence that the options finish", stem("The museum should use a"), "L17 error one:stem"
    ),
    case(
        "a colon that the options finish",
        stem("Which of these meets the requirements:"),
        "L17 error one:stem",
    ),
    case(
        "in Japanese, a combination of steps",
        stem("要件を満たす手順の組み合わせはどれですか。", "ja"),
        "L17 error one:stem",
    ),
    case(
        "in Japanese, a combination of services",
        stem("要件を満たすサービスの組み合わせはどれですか。", "ja"),
    ),
    case(
        "in Japanese, a sentence that the options finish",
        stem("要件を満たすには、", "ja"),
        "L17 error one:stem",
    ),
]

ECHO = option("en", "b").replace("number", "website")
L18 = [
    case("one rare word more than any wrong option", {}),
    case("two rare words more", {"one.en": {"b": ECHO}}, "L18 warning one.en:options.b.text"),
    case(
        "as many in a wrong option",
        {
            "one.en": {
                "b": ECHO,
                "c": option("en", "c").replace("a restart", "website records that wait"),
            }
        },
    ),
    case(
        "in Japanese, many rare words more",
        {"ja": {"b": option("ja", "b").replace("キューで待つ", "来館者と入場券のキューで待つ")}},
        "L18 warning one:options.b.text",
    ),
    case(
        "in a draft",
        {"one": {"status": "draft"}, "one.en": {"b": ECHO}},
        "L18 warning one.en:options.b.text",
    ),
    case("in a retired question", {"one": {"status": "retired"}, "one.en": {"b": ECHO}}),
]


@pytest.mark.parametrize(("changes", "expected"), [*L01, *L03, *L12, *L14, *L15, *L17])
def test_stem(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes, off=["L18"]) == expected


@pytest.mark.parametrize(("changes", "expected"), L18)
def test_echo(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes) == expected


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("museum-group", []),
        ("museum-number", ["L01 error resilient/museum-number.yaml:id"]),
        ("museum-numbers", []),
        ("museum-days", []),
    ],
    ids=[
        "a word of two options",
        "a word of the key alone",
        "a word like one of the key",
        "a word of what is asked",
    ],
)
def test_the_id_names_the_situation(id_: str, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, renamed("one", id_)) == expected


def test_a_japanese_question_may_not_say_a_latin_word_of_the_key_in_its_id(tmp_path: Path) -> None:
    key: dict[str, Any] = {"b": option("ja", "b").replace("グループをスケール", " ASG をスケール")}

    found = found_after(tmp_path, renamed("ja", "museum-asg", key))

    assert found == ["L01 error resilient/museum-asg.yaml:id"]
