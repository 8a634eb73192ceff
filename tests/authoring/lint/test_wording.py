"""Rules about names, facts and sources: L24 to L26, L28, L33 to L35."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.authoring.lint.measure import runs
from tests.authoring.lint.banks import Changes, case, data_of, found_after, option

EXPLANATION = data_of("one.en")["explanation"]
EXPLANATION_JA = data_of("one")["explanation"]
SCENARIO = data_of("one.en")["scenario"]
SCENARIO_JA = data_of("one")["scenario"]
TAUGHT = "one:explanation"


def explained(more: str, language: str = "en") -> Changes:
    text = EXPLANATION if language == "en" else EXPLANATION_JA
    return {language: {"explanation": f"{text}\n{more}"}}


L24 = [
    case("an old name", explained("CloudWatch Events starts the workers."), f"L24 error {TAUGHT}"),
    case(
        "an old name, said to be old",
        explained("Amazon EventBridge (formerly CloudWatch Events) starts them."),
    ),
    case(
        "an old name, said to be old, in the title",
        {"en": {"title": "Amazon EventBridge (formerly CloudWatch Events)"}},
        "L24 error one:title",
    ),
    case(
        "an old name of minor weight",
        explained("A launch configuration is needed."),
        f"L24 warning {TAUGHT}",
    ),
    case(
        "an old name in the title of a cited page",
        {"en": {"references.0.title": "What was CloudWatch Events"}},
    ),
    case(
        "an old name in code",
        {"two": {"takeaway": "Set `taskExecutionRoleArn` in it."}},
        "L24 error two:takeaway",
    ),
    case(
        "an old name in a drawing",
        {"one.en": {"diagrams.0.text": "+----------+\n| AWS SSO  |\n+----------+"}},
        "L24 error one.en:diagrams.0.text",
    ),
    case(
        "an old name in a comparison",
        {"table.en": {"rows.0.queue": "CloudWatch Events deletes it"}},
        "L24 error table.en:rows.0.queue",
    ),
    case(
        "an old name in a misconception",
        {
            "misconceptions": {
                "misconceptions.requests-are-work.name.en": "CloudWatch Events counts the work that is left"
            }
        },
        "L24 error misconceptions:misconceptions.requests-are-work.name.en",
    ),
    case(
        "storage classes whose name is new",
        explained("Objects go to S3 Glacier storage classes such as S3 Glacier Deep Archive."),
    ),
    case(
        "in Japanese, an old name", explained("起動設定を使います。", "ja"), f"L24 warning {TAUGHT}"
    ),
    case(
        "in Japanese, an old name, said to be old",
        explained("Amazon EventBridge（旧称 CloudWatch Events）を使います。", "ja"),
    ),
]

L25 = [
    case(
        "a closed service in the key",
        {"en": {"b": option("en", "b").replace("group,", "group with App Runner,")}},
        "L25 error one:options.b.text",
    ),
    case(
        "a closed service in a wrong option",
        {"en": {"c": option("en", "c").replace("the evening", "App Runner")}},
        "L25 warning one:options.c.text",
    ),
    case(
        "a closed service in the explanation", explained("App Runner is closed to new customers.")
    ),
    case(
        "in Japanese, a closed service in the key",
        {"ja": {"b": option("ja", "b").replace("グループで", "グループや AWS App Runner で")}},
        "L25 error one:options.b.text",
    ),
]

L26 = [
    case(
        "a reason that was right once",
        explained("A Network Load Balancer cannot have security groups."),
        f"L26 warning {TAUGHT}",
    ),
    case(
        "its parts in two sentences",
        explained("A Network Load Balancer is fast. Classic ones cannot have security groups."),
    ),
    case("its opposite", explained("A Network Load Balancer can have security groups.")),
    case(
        "a reason that a sentence begins with",
        explained("Queues wait. Savings Plans do not cover databases in Amazon RDS."),
        f"L26 warning {TAUGHT}",
    ),
    case(
        "that beginning in the midst of another",
        explained("Queues wait, so Savings Plans do not cover queues in Amazon RDS."),
    ),
    case(
        "in a drawing, which has no sentences",
        {"one.en": {"diagrams.0.text": "SnapStart, Java only"}},
    ),
    case(
        "in a comparison",
        {"table.en": {"rows.0.queue": "SnapStart is for Java only"}},
        "L26 warning table.en:rows.0.queue",
    ),
    case(
        "in Japanese, a reason that was right once",
        explained("SnapStart は Java だけに対応します。", "ja"),
        f"L26 warning {TAUGHT}",
    ),
    case(
        "in Japanese, its parts in two sentences",
        explained("SnapStart は速いです。Java だけで書きます。", "ja"),
    ),
]

L28 = [
    case("a wrong prefix", explained("Use AWS S3 for it."), f"L28 error {TAUGHT}"),
    case("a wrong prefix in code", explained("Use `AWS S3` for it."), f"L28 error {TAUGHT}"),
    case("a wrong prefix before a longer word", explained("Use the AWS S3API for it, and AWS-S3.")),
    case(
        "in Japanese, a wrong prefix right before a particle",
        explained("AWS S3を使います。", "ja"),
        f"L28 error {TAUGHT}",
        f"L30 warning {TAUGHT}",
    ),
    case(
        "a bare name first",
        {"en": {"scenario": SCENARIO.replace("Amazon EC2", "EC2")}},
        "L28 error one:scenario",
    ),
    case(
        "a bare name after the whole",
        {
            "en": {
                "scenario": SCENARIO.replace(
                    "On holidays", "The EC2 instances are few. On holidays"
                )
            }
        },
    ),
    case(
        "a bare name first in the stem",
        {"en": {"stem": "Which solution that uses DynamoDB will meet these requirements?"}},
        "L28 error one:stem",
    ),
    case(
        "a whole name that ends in a bare one",
        {
            "en": {
                "scenario": SCENARIO.replace(
                    "Amazon EC2 instances", "an Amazon EC2 Auto Scaling group"
                )
            }
        },
    ),
    case(
        "a whole name in a parenthesis",
        {
            "en": {
                "scenario": SCENARIO.replace(
                    "Amazon SQS", "Amazon Simple Queue Service (Amazon SQS)"
                )
            }
        },
    ),
    case(
        "a bare name first in an option",
        {"en": {"c": option("en", "c").replace("the evening", "DynamoDB")}},
        "L28 error one:options.c.text",
    ),
    case(
        "a bare name in an option behind the whole one",
        {"en": {"c": option("en", "c").replace("the evening", "Amazon DynamoDB")}},
    ),
    case(
        "an action, an address and a key of that name",
        {
            "en": {
                "scenario": SCENARIO.replace(
                    "On holidays",
                    "It has sqs:SendMessage, DynamoDB:x, s3://amzn-s3-demo-bucket and `AWS_S3_X`. On holidays",
                )
            }
        },
    ),
    case(
        "a name that may stand bare",
        {
            "en": {
                "scenario": SCENARIO.replace("On holidays", "IAM and a VPC are set up. On holidays")
            }
        },
    ),
    case(
        "in Japanese, a bare name first",
        {"ja": {"scenario": SCENARIO_JA.replace("Amazon SQS", "SQS")}},
        "L28 error one:scenario",
    ),
    case(
        "in Japanese, the whole name",
        {"ja": {"scenario": SCENARIO_JA.replace("記録は", "記録は AWS KMS で暗号化されて")}},
    ),
]


SECRET = "AKIA" + "ABCDEFGHIJKLMNOP"
L34 = [
    case(
        "an account that may be someone's",
        explained("The account 210987654321 owns it."),
        f"L34 error {TAUGHT}",
    ),
    case(
        "accounts that are nobody's",
        explained("The accounts 111122223333 and 123456789012 own it."),
    ),
    case(
        "twelve digits of a longer number or name",
        explained("See i-210987654321 and 2109876543210."),
    ),
    case(
        "a bucket that may be someone's",
        explained("See `s3://photos/a` and `arn:aws:s3:::amzn-s3-demo-bucket/*`."),
        f"L34 error {TAUGHT}",
    ),
    case(
        "a host that may be someone's",
        explained("It is sent to shop.acme.com."),
        f"L34 error {TAUGHT}",
    ),
    case(
        "an address of a page that may be someone's",
        explained("It calls https://shop.acme.co.jp/api for it."),
        f"L34 error {TAUGHT}",
    ),
    case(
        "a link to a page of others",
        explained(
            "See [the standard](https://www.rfc-editor.org/rfc/rfc9110) and [ours](https://docs.aws.amazon.com/)."
        ),
    ),
    case(
        "hosts that are nobody's",
        explained(
            "See shop.example.com, example.org, sqs.us-east-1.amazonaws.com and aws.amazon.com."
        ),
    ),
    case("words with a dot", explained("It runs on ASP.NET, .NET and Node.js, not a.communist.")),
    case("an address in a mail", explained("Write to aoi@acme.com.")),
    case("an IP address that may be someone's", explained("Allow 8.8.8.8."), f"L34 error {TAUGHT}"),
    case(
        "IP addresses that are nobody's",
        explained("Allow 10.0.0.0/16, 203.0.113.7, 169.254.170.2, 0.0.0.0/0 and 224.0.0.1."),
    ),
    case("numbers that are no IP address", explained("See 1.2.3.4.5 and 300.1.1.1.")),
    case("a key", explained(f"It has {SECRET}."), f"L34 error {TAUGHT}"),
    case(
        "a private key in a comparison",
        {"table.en": {"rows.0.queue": "-----BEGIN RSA PRIVATE KEY-----"}},
        "L34 error table.en:rows.0.queue",
    ),
    case(
        "in Japanese, right before a particle",
        explained("shop.acme.comに送ります。", "ja"),
        f"L30 warning {TAUGHT}",
        f"L34 error {TAUGHT}",
    ),
    case(
        "in a drawing",
        {"one.en": {"diagrams.0.text": "-> shop.acme.com"}},
        "L34 error one.en:diagrams.0.text",
    ),
    case(
        "a profile without placeholders",
        {
            **explained(f"8.8.8.8, shop.acme.com, s3://photos, 210987654321 and {SECRET}"),
            "profile": {"placeholders": None},
        },
    ),
]

L35 = [
    case(
        "two rows",
        {"table": {"rows.2": None}, "table.en": {"rows.2": None}},
        "L35 error table:rows",
    ),
    case(
        "a row that says the same",
        {"table": {"rows.1.stream": "複数の人", "rows.1.queue": "複数の人"}},
        "L35 warning table:rows.1.aspect",
    ),
    case(
        "a row that says the same in the translation",
        {"table.en": {"rows.1.stream": "Several", "rows.1.queue": "Several"}},
        "L35 warning table.en:rows.1.aspect",
    ),
    case(
        "a statement that names its answer",
        {"table.en": {"drills.0.statement": "The consumer of an SQS queue deletes it."}},
        "L35 error table.en:drills.0.statement",
    ),
    case(
        "a statement with the name in another word",
        {
            "table.en": {
                "subjects.queue": "Cue",
                "drills.0.statement": "The consumer rescues and deletes it.",
            }
        },
    ),
    case(
        "in Japanese, a statement that names its answer",
        {"table": {"drills.0.statement": "SQS キューのメッセージを、コンシューマーが削除する。"}},
        "L35 error table:drills.0.statement",
    ),
    case(
        "a subject that is never the answer",
        {"table": {"drills.1": None}, "table.en": {"drills.1": None}},
        "L35 warning table:subjects.stream",
    ),
    case("no drills at all", {"table": {"drills": None}, "table.en": {"drills": None}}),
    case(
        "a service that no question is about",
        {"table": {"title": "Amazon SQS と Amazon MQ"}},
        "L35 error table:subjects",
    ),
    case(
        "a service that a question names", {"table": {"title": "Amazon SQS と Amazon CloudWatch"}}
    ),
    case(
        "a longer name",
        {
            "table": {"title": "Amazon EC2 Auto Scaling と Amazon SQS"},
            "one": {
                "services": ["Amazon EC2 Auto Scaling", "Amazon SQS", "Amazon Kinesis Data Streams"]
            },
        },
    ),
    case(
        "a comparison that no question shows",
        {"table": {"title": "Amazon MQ と Amazon MSK"}, "one": {"comparisons": None}},
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [*L24, *L25, *L26, *L28, *L34, *L35])
def test_wording(changes: Changes, expected: list[str], tmp_path: Path) -> None:
    assert found_after(tmp_path, changes, off=["L18"]) == expected


COPIED = [
    ("one.en", "tips.0", "The quick brown fox jumps over the lazy dog again.", 1),
    ("one.en", "tips.0", "The quick brown fox jumps over the dog, as it does.", 0),
    ("one.en", "tips.0", "the Quick, brown `fox` jumps over the lazy cat", 1),
    ("one", "tips.0", "吾輩は猫である。名前はまだ無い。どこで生れたかは分かりません。", 1),
    ("one", "tips.0", "吾輩は猫である。名前はまだ無い。そうです。", 0),
    ("table.en", "rows.0.queue", "quick brown fox jumps over the lazy dog", 1),
]


@pytest.mark.parametrize(
    ("name", "path", "text", "times"),
    COPIED,
    ids=[
        "eight words of a source",
        "seven words of a source",
        "eight words with other marks",
        "twenty Japanese letters of a source",
        "fewer Japanese letters of a source",
        "eight words in a comparison",
    ],
)
def test_no_words_are_copied(name: str, path: str, text: str, times: int, tmp_path: Path) -> None:
    quoted = {
        "en": runs(
            "A quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy cat.",
            "en",
            8,
        ),
        "ja": runs("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "ja", 20),
    }

    found = found_after(tmp_path, {name: {path: text}}, quoted=quoted)

    assert found == times * [f"L33 error {name}:{path}"]
