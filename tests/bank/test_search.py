from __future__ import annotations

import pytest

from quiz.bank.models import Listing
from quiz.bank.search import phrases, words
from tests.factories.bank import make_item, publish_items

pytestmark = pytest.mark.django_db

TEXTS = {
    "ja": {
        "title": "Amazon S3 に画像を保存する",
        "scenario": "公開鍵で暗号化します。",
        "stem": "どれですか。",
        "explanation": "秘密の解説",
    },
    "en": {
        "title": "Saving images to Amazon S3",
        "scenario": "It is encrypted, of course.",
        "stem": "Which one?",
        "explanation": "A secret explanation",
    },
}


@pytest.fixture(autouse=True)
def _bank() -> None:
    texts = {
        language: {**own, **{f"options.{id}.text": f"秘密 secret {id}" for id in "abcd"}}
        for language, own in TEXTS.items()
    }
    publish_items(make_item(texts=texts), make_item(id="another-question"))


def found(query: str, language: str = "ja") -> bool:
    rows = Listing.objects.filter(question="demo-question", language=language)
    return rows.filter(words__matches=query).exists()


@pytest.mark.parametrize(
    "query",
    [
        "画像",
        "像を保存",
        "画",
        "鍵",
        "公開鍵",
        "S3",
        "ｓ３",
        "amazon 画像",
        "Amaz",
        "s3に画像",
        "暗号化！",
    ],
)
def test_japanese_is_found_without_spaces(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize("query", ["画保", "保存を", "開公", "azon", "秘密", "secret", "画像 動画"])
def test_what_is_not_there_or_must_not_be_told_is_not_found(query: str) -> None:
    assert not found(query)


@pytest.mark.parametrize(("query", "is_found"), [("encr", True), ("IMAGES", True), ("画像", False)])
def test_a_language_finds_its_own_texts(query: str, is_found: bool) -> None:
    assert found(query, "en") is is_found


@pytest.mark.parametrize("query", ['"', "a OR b*", "NEAR(", "-x", "' --", "\x00", "(((", "*"])
def test_a_query_is_never_read_as_the_databases_own_language(query: str) -> None:
    assert found(query) in (True, False) if phrases(query) else phrases(query) == []


def test_a_question_that_is_gone_is_not_found() -> None:
    publish_items(make_item(id="another-question"))

    assert not found("画像")


def test_words_say_nothing_but_letters_and_digits() -> None:
    assert words("画像、S3!") == "u0753b050cf u050cf ws3"
