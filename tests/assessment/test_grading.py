from __future__ import annotations

import pytest

from quiz.assessment.grading import Verdict, grade_all_or_nothing
from quiz.assessment.item import Item
from tests.factories.bank import make_item


@pytest.mark.parametrize(
    ("selected", "score"),
    [("ab", 1), ("a", 0), ("abc", 0), ("c", 0), ("", 0)],
    ids=["the key", "part of the key", "key and a distractor", "a distractor", "unanswered"],
)
def test_only_the_exact_key_scores(selected: str, score: int) -> None:
    grade = grade_all_or_nothing(make_item(key="ab"), frozenset(selected))

    assert (grade.score, grade.max_score, grade.is_correct) == (score, 1, score == 1)


def test_each_option_gets_its_verdict() -> None:
    verdicts = grade_all_or_nothing(make_item(key="ab"), frozenset("bc")).verdicts

    assert dict(verdicts) == {
        "a": Verdict.MISS,
        "b": Verdict.HIT,
        "c": Verdict.FALSE_ALARM,
        "d": Verdict.REJECTION,
    }


def test_an_option_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such option: e, f"):
        grade_all_or_nothing(make_item(), frozenset("bef"))


def test_an_item_survives_its_document() -> None:
    item = make_item()

    assert Item.from_document(item.document()) == item
    assert len(item.digest()) == 64


def test_status_is_no_part_of_what_a_revision_says() -> None:
    assert make_item(status="retired").digest() == make_item().digest()


def test_a_missing_translation_falls_back_to_the_source_language() -> None:
    item = make_item()
    del item.texts["en"]["stem"]

    assert item.text("stem", "en") == ("ja stem?", "ja")
    assert item.text("title", "en") == ("en title", "en")
    assert [option.id for option in item.distractors] == ["a", "c", "d"]
