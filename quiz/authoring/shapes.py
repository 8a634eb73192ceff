"""The shape of each kind of file. `kind.model_validate(plain)` takes dicts, lists and text only."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError


def _flag(value: Any) -> Any:
    """`true` and `false` only: in a text field `no` and `on` are words, so they are no flags here."""
    words = {"true": True, "false": False}
    if isinstance(value, str) and value not in words:
        raise PydanticCustomError("Q010", "write true or false")
    return words[value] if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value


def _date(value: Any) -> Any:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-f]$")]
TaskId = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s/]+(/\S*)?$")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Number = Annotated[int, BeforeValidator(_number)]
Date = Annotated[datetime.date, BeforeValidator(_date)]
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
    text: Text
    correct: Flag = False
    rationale: Text | None = None
    reason: Reason | None = None
    correct_if: Text | None = None
    misconception: Slug | None = None

    @model_validator(mode="after")
    def _key_has_no_excuse(self) -> Self:
        for name in ("reason", "correct_if", "misconception"):
            if self.correct and getattr(self, name) is not None:
                raise PydanticCustomError("Q012", f"'{name}' is for wrong options: delete it here")
        return self


class Diagram(Shape):
    title: Text
    alt: Text
    text: Annotated[str, StringConstraints(min_length=1)]


class Review(Shape):
    by: Text
    on: Date


class Question(File):
    id: Slug
    language: Language
    task: TaskId
    status: Literal["draft", "published", "retired"] = "published"
    services: list[Text] = []
    difficulty: Annotated[Number, Field(ge=1, le=3)] | None = None
    origin: Literal["original", "adapted", "recalled"] = "original"
    source: Text | None = None
    verified_on: Date | None = None
    reviews: list[Review] = []
    title: Text
    scenario: Text | None = None
    stem: Text
    options: Annotated[dict[OptionId, Option], Field(min_length=2, max_length=6)]
    explanation: Text | None = None
    takeaway: Text | None = None
    diagrams: list[Diagram] = []
    comparisons: list[Slug] = []
    tips: list[Text] = []
    references: list[Reference] = []
    volatile: Flag = False
    shuffle: Flag = True
    lint_ignore: dict[str, Text] = {}

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        correct = [option.correct for option in self.options.values()]
        if not any(correct):
            raise PydanticCustomError("Q011", "no option is right: give one 'correct: true'")
        if all(correct):
            raise PydanticCustomError("Q011", "every option is right: at least one must be wrong")
        if self.origin == "recalled":
            raise PydanticCustomError(
                "Q013", "content recalled from a real exam is refused: write a question of your own"
            )
        if self.origin == "adapted" and not self.source:
            raise PydanticCustomError("Q013", "adapted content needs 'source': say where it is from")
        return self


class Drill(Shape):
    statement: Text
    subject: Slug
    reason: Text | None = None


class Comparison(File):
    id: Slug
    language: Language
    title: Text
    subjects: Annotated[dict[Slug, Text], Field(min_length=2)]
    rows: Annotated[list[dict[str, Text]], Field(min_length=1)]
    drills: list[Drill] = []
    references: list[Reference] = []


class Misconception(Shape):
    name: Names
    correction: Names
    comparison: Slug | None = None


class Misconceptions(File):
    misconceptions: dict[Slug, Misconception]


class Form(Shape):
    items: Annotated[Number, Field(ge=1)]
    unscored: Annotated[Number, Field(ge=0)] = 0
    minutes: Annotated[Number, Field(ge=1)]

    @model_validator(mode="after")
    def _some_are_scored(self) -> Self:
        if self.unscored >= self.items:
            raise PydanticCustomError("Q015", "'unscored' must be less than 'items'")
        return self


class PassMark(Shape):
    scale: Annotated[list[Number], Field(min_length=2, max_length=2)]
    cut: Number


class Domain(Shape):
    name: Names
    weight: Annotated[Number, Field(ge=1, le=100)]
    tasks: Annotated[dict[TaskId, Names], Field(min_length=1)]


class LintProfile(Shape):
    profile: Text
    require: list[Text] = []
    mix_from: Annotated[Number, Field(ge=1)] | None = None


class Exam(File):
    id: Slug
    name: Names
    forms: dict[Slug, Form] = {}
    extra_minutes: Annotated[Number, Field(ge=0)] = 0
    pass_mark: PassMark | None = None
    domains: Annotated[dict[Slug, Domain], Field(min_length=1)]
    services: list[Text] = []
    opening: Slug | None = None
    lint: LintProfile | None = None
    checked_on: Date | None = None
    references: list[Reference] = []

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = sum(domain.weight for domain in self.domains.values())
        if total != 100:
            raise PydanticCustomError("Q014", f"the domains' weights add up to {total}, not to 100")
        return self


class OptionTexts(Shape):
    text: Text | None = None
    rationale: Text | None = None
    correct_if: Text | None = None


class DiagramTexts(Shape):
    title: Text | None = None
    alt: Text | None = None
    text: Annotated[str, StringConstraints(min_length=1)] | None = None


class ReferenceTexts(Shape):
    title: Text | None = None


class DrillTexts(Shape):
    statement: Text | None = None
    reason: Text | None = None


class Translation(File):
    """Of a question or of a comparison: all its texts and nothing else."""

    translates: Slug
    of: dict[str, str] = {}
    title: Text | None = None
    scenario: Text | None = None
    stem: Text | None = None
    options: dict[OptionId, OptionTexts] = {}
    explanation: Text | None = None
    takeaway: Text | None = None
    diagrams: list[DiagramTexts] | None = None
    tips: list[Text] | None = None
    subjects: dict[Slug, Text] = {}
    rows: list[dict[str, Text]] | None = None
    drills: list[DrillTexts] | None = None
    references: list[ReferenceTexts] | None = None


KINDS: dict[str, type[File]] = {
    "question": Question,
    "translation": Translation,
    "comparison": Comparison,
    "misconceptions": Misconceptions,
    "exam": Exam,
}
