"""Items and banks for tests; every text that must not be known before an answer is a canary."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quiz.assessment.item import (
    Bank,
    Comparison,
    Domain,
    Drill,
    Exam,
    Form,
    Item,
    Misconception,
    Option,
    Task,
)
from quiz.bank.models import Revision
from quiz.bank.publish import publish

PUBLISHED_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CANARY = "canary"


def make_exam(**overrides: Any) -> Exam:
    values: dict[str, Any] = {
        "id": "demo",
        "name": {"ja": "試験", "en": "Exam"},
        "forms": (Form(id="full", items=65, unscored=15, minutes=130),),
        "domains": (
            Domain(
                id="secure",
                name={"ja": "第一分野", "en": "First domain"},
                weight=100,
                tasks=(Task(id="1.1", name={"ja": f"{CANARY}の作業", "en": f"{CANARY} task"}),),
            ),
        ),
        "services": (f"Amazon {CANARY}",),
    }
    return Exam(**{**values, **overrides})


def make_texts(key: str, options: str) -> dict[str, dict[str, str]]:
    def of(language: str) -> dict[str, str]:
        texts = {
            "title": f"{language} title",
            "scenario": f"{language} scenario.",
            "stem": f"{language} stem?",
            "explanation": f"{language} {CANARY} explanation",
            "takeaway": f"{language} {CANARY} takeaway",
            "diagrams.0.title": f"{language} {CANARY} drawing",
            "diagrams.0.alt": f"{language} {CANARY} alt",
            "diagrams.0.text": "+---+    +---+\n| a |--->| b |\n+---+    +---+\n",
            "tips.0": f"{language} {CANARY} tip",
            "references.0.title": f"{language} {CANARY} reference",
        }
        for option in options:
            texts[f"options.{option}.text"] = f"{language} text of {option}"
            texts[f"options.{option}.rationale"] = f"{language} {CANARY} rationale of {option}"
            if option not in key:
                texts[f"options.{option}.correct_if"] = f"{language} {CANARY} condition of {option}"
        return texts

    return {"ja": of("ja"), "en": of("en")}


def make_item(key: str = "b", options: str = "abcd", **overrides: Any) -> Item:
    """An item in two languages whose correct options are the letters in `key`."""
    values: dict[str, Any] = {
        "id": "demo-question",
        "exam": "demo",
        "language": "ja",
        "task": "1.1",
        "options": tuple(
            Option(id) if id not in key else Option(id, is_correct=True) for id in options
        ),
        "texts": make_texts(key, options),
        "services": (f"Amazon {CANARY}",),
        "difficulty": 2,
        "diagrams": 1,
        "tips": 1,
        "comparisons": ("demo-comparison",),
        "references": ("https://docs.example.com/canary",),
    }
    values["options"] = tuple(
        option
        if option.is_correct
        else Option(option.id, reason="wrong-scope", misconception="demo-belief")
        for option in values["options"]
    )
    return Item(**{**values, **overrides})


def make_comparison(**overrides: Any) -> Comparison:
    def of(language: str) -> dict[str, str]:
        return {
            "title": f"{language} {CANARY} comparison",
            "subjects.x": f"{language} {CANARY} x",
            "subjects.y": f"{language} {CANARY} y",
            "rows.0.aspect": f"{language} {CANARY} aspect",
            "rows.0.x": f"{language} {CANARY} cell x",
            "rows.0.y": f"{language} {CANARY} cell y",
            "drills.0.statement": f"{language} {CANARY} statement",
            "drills.0.reason": f"{language} {CANARY} drill reason",
        }

    values: dict[str, Any] = {
        "id": "demo-comparison",
        "exam": "demo",
        "language": "ja",
        "subjects": ("x", "y"),
        "rows": 1,
        "texts": {"ja": of("ja"), "en": of("en")},
        "drills": (Drill(subject="x"),),
    }
    return Comparison(**{**values, **overrides})


def make_bank(*items: Item, **overrides: Any) -> Bank:
    values: dict[str, Any] = {
        "exams": (make_exam(),),
        "items": items or (make_item(),),
        "comparisons": (make_comparison(),),
        "misconceptions": (
            Misconception(
                id="demo-belief",
                exam="demo",
                name={"ja": f"{CANARY}の思い込み", "en": f"{CANARY} belief"},
                correction={"ja": f"{CANARY}の訂正", "en": f"{CANARY} correction"},
            ),
        ),
    }
    return Bank(**{**values, **overrides})


def publish_items(*items: Item, **overrides: Any) -> Revision:
    """Publish a bank of `items` (by default one); the current revision of the first."""
    bank = make_bank(*items, **overrides)
    publish(bank, at=PUBLISHED_AT)
    return Revision.objects.current().get(question_id=bank.items[0].id)
