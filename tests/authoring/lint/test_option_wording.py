"""Rules about the wording of options: L10, L11, L13, L16 and L20."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.lint.banks import Changes, case, found_after, option

KEY = option("en", "b")
KEY_JA = option("ja", "b")


def options(language: str, **texts: str) -> Changes:
    return {language: texts}


WORDING = [
    case(
        "an absolute word in one wrong option",
        options("en", c=option("en", "c").replace("a restart", "every restart")),
        "L10 warning one:options.c.text",
    ),
    case(
        "absolute words in two wrong options",
        options(
            "en",
            a="Move all records of the queue to Amazon Kinesis Data Streams, and have the worker read each shard in its order.",
            c="Always move the worker to an instance type of a larger size, and schedule a restart for the evening.",
        ),
        "L10 error one:options.a.text",
        "L10 error one:options.c.text",
        "L16 error one:options.c.text",
    ),
    case(
        "an absolute word in the key as well",
        options(
            "en",
            b=KEY.replace("the number of", "the number of all"),
            d="Run all workers in an Amazon EC2 Auto Scaling group, and scale it by the mean count of requests at the load balancer.",
        ),
    ),
    case(
        "an absolute word within another",
        options(
            "en",
            c="Move the worker to an instance with a read-only disk, and schedule a restart for the evening before allegro.",
        ),
    ),
    case(
        "in Japanese, an absolute word",
        options(
            "ja",
            c="ワーカーをより大きなインスタンスタイプに変更し、祝日の前の晩に必ずワーカーを再起動するように設定する。",
        ),
        "L10 warning one:options.c.text",
    ),
    case(
        "in Japanese, an absolute word at the end of another",
        options(
            "ja",
            c="ワーカーが正常に動くように大きなインスタンスタイプに変更し、祝日の前の晩に再起動を非常に早く設定する。",
        ),
    ),
    case(
        "a vague word in the key",
        options("en", b=KEY.replace("that wait", "that usually wait")),
        "L11 warning one:options.b.text",
    ),
    case(
        "vague words in a wrong option, too",
        options(
            "en",
            b=KEY.replace("that wait", "that usually wait"),
            c="Move the worker to an instance type of a larger size, and schedule a restart that may come before a holiday.",
        ),
    ),
    case(
        "in Japanese, a vague word in the key",
        options("ja", b=KEY_JA.replace("キューで待つ", "キューで通常待つ")),
        "L11 warning one:options.b.text",
    ),
    case(
        "all of the above",
        options(
            "en",
            d="Use all of the above, and scale the group by the mean count of requests that reach the load balancer.",
        ),
        "L10 warning one:options.d.text",
        "L13 error one:options.d.text",
    ),
    case(
        "two letters",
        options(
            "en",
            d="Do both A and C, and scale the group by the mean count of the requests that reach the load balancer.",
        ),
        "L13 error one:options.d.text",
        "L16 error one:options.d.text",
    ),
    case(
        "both of two things",
        options(
            "en",
            d="Run both web servers and workers in one group, and scale it by the mean count of requests at the balancer.",
        ),
    ),
    case(
        "in Japanese, all of them",
        options(
            "ja",
            d="上記のすべてを行い、ロードバランサーに届くリクエストの平均数に応じて、ワーカーのグループをスケールする。",
        ),
        "L13 error one:options.d.text",
    ),
]

GRAMMAR = [
    case(
        "one without a full stop",
        options("en", b=KEY.removesuffix(".")),
        "L16 error one:options.b.text",
    ),
    case(
        "one with a full stop",
        {"en": {**{i: option("en", i).removesuffix(".") for i in "acd"}}},
        "L16 error one:options.b.text",
    ),
    case(
        "two with and two without",
        {"en": {**{i: option("en", i).removesuffix(".") for i in "ac"}}},
        "L16 error one:options.a.text",
        "L16 error one:options.c.text",
    ),
    case(
        "a parenthesis behind the full stop",
        options(
            "en",
            b=KEY.replace("for each worker.", "each.") + " (The group has one worker.)",
            d="Run the workers in an Amazon EC2 Auto Scaling group, and scale the group by the mean (of requests).",
        ),
    ),
    case(
        "one that begins with no verb",
        options(
            "en",
            b="An Amazon EC2 Auto Scaling group of workers that is scaled by the number of records that wait for each of them.",
        ),
        "L16 error one:options.b.text",
    ),
    case(
        "none that begins with a verb",
        options(
            "en",
            a="A stream in Amazon Kinesis Data Streams with each shard read in order by the same worker.",
            b="An Amazon EC2 Auto Scaling group that is scaled by the number of waiting records.",
            c="A larger instance with a restart of the worker in the evening before holidays.",
            d="An Amazon EC2 Auto Scaling group that is scaled by the mean count of requests.",
        ),
    ),
    case(
        "in Japanese, one that ends with a noun",
        options("ja", b=KEY_JA.replace("グループをスケールする。", "グループのスケール。")),
        "L16 error one:options.b.text",
    ),
    case(
        "in Japanese, all that end with a noun",
        options("ja", **{i: option("ja", i).removesuffix("。") + "こと。" for i in "abcd"}),
    ),
    case(
        "in Japanese, a parenthesis at the end",
        options(
            "ja",
            b=KEY_JA.replace("する。", "する (1 分ごと)。"),
            d="ワーカーを Amazon EC2 Auto Scaling グループで実行し、ロードバランサーに届くリクエストに応じてスケールする（10 分ごと）。",
        ),
    ),
    case(
        "a language that the profile has no verbs for",
        {
            "en": {
                "b": "An Amazon EC2 Auto Scaling group of workers that is scaled by the number of records that wait for each of them."
            },
            "profile": {"imperatives": None},
        },
    ),
]

SPECIFIC = [
    case(
        "code in the key alone",
        options("en", b=KEY.replace("records", "`records`")),
        "L20 warning one:options.b.text",
    ),
    case(
        "code in a wrong option, too",
        options(
            "en",
            b=KEY.replace("records", "`records`"),
            c="Move the worker to a `large` instance type, and schedule a restart of the worker for the evening before a holiday.",
        ),
    ),
    case(
        "a number in the key alone",
        options("en", b=KEY.replace("each worker", "each of 5 workers")),
        "L20 warning one:options.b.text",
    ),
    case(
        "a number that is a part of a name",
        options(
            "en",
            b="Run the workers behind Amazon Route 53, put their records on io2 volumes, and have IPv6 and t3-large workers wait for each.",
        ),
    ),
    case(
        "a parenthesis in the key alone",
        options("en", b=KEY.replace(".", " (the backlog).")),
        "L20 warning one:options.b.text",
    ),
    case(
        "a parenthesis that is a part of a name",
        options(
            "en",
            b="Run the workers with Amazon DynamoDB Accelerator (DAX), and scale the group by the number of records for each worker.",
        ),
    ),
    case(
        "an ARN in the key alone",
        options("en", b=KEY.replace("each worker", "arn:aws:sqs:::q")),
        "L20 warning one:options.b.text",
    ),
    case(
        "a number in every option",
        options("en", **{i: option("en", i).removesuffix(".") + " 5 times." for i in "abcd"}),
    ),
    case(
        "in Japanese, a full-width parenthesis in the key alone",
        options("ja", b=KEY_JA.replace("する。", "する（推奨）。")),
        "L20 warning one:options.b.text",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [*WORDING, *GRAMMAR, *SPECIFIC])
def test_option_wording(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes, off=["L18"]) == expected
