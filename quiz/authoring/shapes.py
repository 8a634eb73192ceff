"""The shape of each kind of file. `kind.model_validate(plain)` takes dicts, lists and text only.

What one field says of another is in `rules`; what one file says of another, in `references`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _flag(value: Any) -> Any:
    """`true` and `false` only: elsewhere `no` and `on` are words, so they are no flags here."""
    words = {"true": True, "false": False}
    if not isinstance(value, str) or value not in words:
        raise PydanticCustomError("flag", "write true or false")
    return words[value]


def _number(value: Any) -> Any:
    is_number = isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value)
    return int(value) if is_number else value


def _date(value: Any) -> Any:
    try:
        is_date = isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        return dt.date.fromisoformat(value) if is_date else value
    except ValueError:
        return value


def _line(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _block(value: Any) -> Any:
    """The text without blank lines around it; its first line keeps its indentation."""
    return re.sub(r"^(?:[ \t]*\n)+", "", value).rstrip() if isinstance(value, str) else value


class Prose:
    """Marks what a person reads, so that a comment behind it is a text cut short."""


Text = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_line), Prose()]
Block = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_block), Prose()]
# In a translation an empty text is one that falls back to the source language.
TextOrNot = Annotated[str, BeforeValidator(_line), Prose()]
BlockOrNot = Annotated[str, BeforeValidator(_block), Prose()]
Word = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_line)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-f]$")]
TaskId = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
LintCode = Annotated[str, StringConstraints(pattern=r"^L[0-9]+$")]
HttpsUrl = Annotated[
    str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s/]+(/\S*)?$", max_length=2000)
]
Flag = Annotated[bool, BeforeValidator(_flag)]
Number = Annotated[int, BeforeValidator(_number)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Names = Annotated[dict[Language, Text], Field(min_length=1)]
Reason = Literal[
    "does-not-work",
    "violates-requirement",
    "costs-more",
    "more-operations",
    "less-secure",
    "less-available",
    "wrong-scope",
    "not-supported",
]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class File(Shape):
    format: Annotated[Number, Field(ge=1, le=1)]


class Reference(Shape):
    title: Text
    url: HttpsUrl


class Option(Shape):
    text: Block
    correct: Flag = False
    rationale: Block | None = None
    reason: Reason | None = None
    correct_if: Block | None = None
    misconception: Slug | None = None


class Diagram(Shape):
    title: Text
    alt: Text
    text: Block


class Review(Shape):
    by: Text
    on: Date


class Question(File):
    """One question, in its source language."""

    id: Slug
    language: Language
    task: TaskId
    status: Literal["draft", "published", "retired"] = "published"
    services: list[Word] = []
    difficulty: Annotated[Number, Field(ge=1, le=3)] | None = None
    origin: Literal["original", "adapted"] = "original"
    source: Text | None = None
    verified_on: Date | None = None
    reviews: list[Review] = []
    title: Text
    scenario: Block | None = None
    stem: Block
    options: Annotated[dict[OptionId, Option], Field(min_length=2, max_length=6)]
    explanation: Block | None = None
    takeaway: Block | None = None
    diagrams: list[Diagram] = []
    comparisons: list[Slug] = []
    tips: list[Block] = []
    references: list[Reference] = []
    volatile: Flag = False
    shuffle: Flag = True
    lint_ignore: dict[LintCode, Text] = {}


class Drill(Shape):
    statement: Block
    subject: Slug
    reason: Block | None = None


class Comparison(File):
    """Two or more things that learners confuse, side by side."""

    id: Slug
    language: Language
    title: Text
    subjects: Annotated[dict[Slug, Text], Field(min_length=2)]
    rows: Annotated[list[dict[Slug, Block]], Field(min_length=1)]
    drills: list[Drill] = []
    references: list[Reference] = []


class Misconception(Shape):
    name: Names
    correction: Names
    comparison: Slug | None = None


class Misconceptions(File):
    """Wrong beliefs that distractors catch, by their ids."""

    misconceptions: dict[Slug, Misconception]


class Form(Shape):
    items: Annotated[Number, Field(ge=1)]
    unscored: Annotated[Number, Field(ge=0)] = 0
    minutes: Annotated[Number, Field(ge=1)]


class PassMark(Shape):
    scale: Annotated[list[Number], Field(min_length=2, max_length=2)]
    cut: Number


class Domain(Shape):
    name: Names
    weight: Annotated[Number, Field(ge=1, le=100)]
    tasks: Annotated[dict[TaskId, Names], Field(min_length=1)]


Required = Literal[
    "services",
    "difficulty",
    "source",
    "verified_on",
    "reviews",
    "scenario",
    "explanation",
    "takeaway",
    "diagrams",
    "comparisons",
    "tips",
    "references",
    "rationale",
    "reason",
    "correct_if",
    "misconception",
]


class LintProfile(Shape):
    """House style: `require` names fields that each question, or each of its options, has."""

    profile: Slug
    require: list[Required] = []
    mix_from: Annotated[Number, Field(ge=1)] | None = None


class Exam(File):
    """An exam's blueprint, forms and services; `opening` is the question of the front page."""

    id: Slug
    name: Names
    forms: dict[Slug, Form] = {}
    extra_minutes: Annotated[Number, Field(ge=0)] = 0
    pass_mark: PassMark | None = None
    domains: Annotated[dict[Slug, Domain], Field(min_length=1)]
    services: list[Word] = []
    opening: Slug | None = None
    lint: LintProfile | None = None
    checked_on: Date | None = None
    references: list[Reference] = []


class OptionTexts(Shape):
    text: BlockOrNot = ""
    rationale: BlockOrNot = ""
    correct_if: BlockOrNot = ""


class DiagramTexts(Shape):
    title: TextOrNot = ""
    alt: TextOrNot = ""
    text: BlockOrNot = ""


class ReferenceTexts(Shape):
    title: TextOrNot = ""


class DrillTexts(Shape):
    statement: BlockOrNot = ""
    reason: BlockOrNot = ""


class Translation(File):
    """The texts of a question or of a comparison in another language, and nothing else."""

    translates: Slug
    of: dict[str, Word] = {}
    title: TextOrNot = ""
    scenario: BlockOrNot = ""
    stem: BlockOrNot = ""
    options: dict[OptionId, OptionTexts] = {}
    explanation: BlockOrNot = ""
    takeaway: BlockOrNot = ""
    diagrams: list[DiagramTexts] = []
    tips: list[BlockOrNot] = []
    subjects: dict[Slug, TextOrNot] = {}
    rows: list[dict[Slug, BlockOrNot]] = []
    drills: list[DrillTexts] = []
    references: list[ReferenceTexts] = []
