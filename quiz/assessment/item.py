"""What may be asked, as values: items, comparisons, misconceptions and exams.

A text is found by its *path*: the place of the text in the author's file, joined with dots,
such as `stem`, `options.a.rationale` or `diagrams.0.alt`. `Texts` maps a language tag (`ja`)
to the texts of that language by path, so a translation is one more mapping of the same paths.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Self

Texts = Mapping[str, Mapping[str, str]]

REASONS = (
    "does-not-work",
    "violates-requirement",
    "costs-more",
    "more-operations",
    "less-secure",
    "less-available",
    "wrong-scope",
    "not-supported",
)


class Text(NamedTuple):
    """One text and the language that it is in; `value` is "" where the author gave none."""

    value: str
    language: str


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256, in 64 hex digits, of the canonical JSON of `document`."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def text_in(texts: Texts, path: str, language: str, source: str) -> Text:
    """The text at `path` in `language`, else in the `source` language, else empty."""
    value = texts.get(language, {}).get(path, "")
    return Text(value, language) if value else Text(texts[source].get(path, ""), source)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, without its texts. `reason` and `misconception` are "" where not given."""

    id: str
    is_correct: bool = False
    reason: str = ""
    misconception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with options, key and explanation, in all its languages.

    Text paths: title, scenario, stem, explanation, takeaway, tips.<n>, references.<n>.title,
    options.<id>.text|rationale|correct_if, diagrams.<n>.title|alt|text; n counts from 0.
    `task` is a task statement of `exam`; `difficulty` is 1..3, or None where not given;
    `references` holds the URLs in order; `diagrams` and `tips` count theirs.
    """

    id: str
    exam: str
    language: str
    task: str
    options: tuple[Option, ...]
    texts: Texts
    services: tuple[str, ...] = ()
    difficulty: int | None = None
    diagrams: int = 0
    comparisons: tuple[str, ...] = ()
    tips: int = 0
    references: tuple[str, ...] = ()
    origin: str = "original"
    source: str = ""
    volatile: bool = False
    shuffle: bool = True
    status: str = field(default="published")

    @property
    def key(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.is_correct)

    @property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.is_correct)

    @property
    def is_multiple_response(self) -> bool:
        return len(self.key) > 1

    def text(self, path: str, language: str) -> Text:
        return text_in(self.texts, path, language, self.language)

    def document(self) -> dict[str, Any]:
        """All that a learner could see, as JSON values; `status` is no part of it."""
        document = asdict(self)
        del document["status"]
        document["options"] = list(document["options"])
        for name in ("services", "comparisons", "references"):
            document[name] = list(document[name])
        document["texts"] = {language: dict(texts) for language, texts in self.texts.items()}
        return document

    def digest(self) -> str:
        return digest_of(self.document())

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The inverse of `document()`."""
        values = dict(document)
        values["options"] = tuple(Option(**option) for option in values["options"])
        for name in ("services", "comparisons", "references"):
            values[name] = tuple(values[name])
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A statement to sort to a subject; its texts are drills.<n>.statement|reason."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two or more things that learners confuse, side by side.

    Text paths: title, subjects.<id>, rows.<n>.aspect, rows.<n>.<subject id>,
    drills.<n>.statement, drills.<n>.reason, references.<n>.title.
    """

    id: str
    exam: str
    language: str
    subjects: tuple[str, ...]
    rows: int
    texts: Texts
    drills: tuple[Drill, ...] = ()
    references: tuple[str, ...] = ()

    def text(self, path: str, language: str) -> Text:
        return text_in(self.texts, path, language, self.language)

    def document(self) -> dict[str, Any]:
        """The whole comparison as JSON values."""
        document = asdict(self)
        for name in ("subjects", "drills", "references"):
            document[name] = list(document[name])
        document["texts"] = {language: dict(texts) for language, texts in self.texts.items()}
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The inverse of `document()`."""
        values = dict(document)
        values["subjects"] = tuple(values["subjects"])
        values["references"] = tuple(values["references"])
        values["drills"] = tuple(Drill(**drill) for drill in values["drills"])
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A wrong belief that distractors catch; `name` and `correction` are by language."""

    id: str
    exam: str
    name: Mapping[str, str]
    correction: Mapping[str, str]
    comparison: str = ""

    def document(self) -> dict[str, Any]:
        return {**asdict(self), "name": dict(self.name), "correction": dict(self.correction)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task statement such as 1.1; `name` is by language."""

    id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A content domain; `weight` is its share of the scored items in per cent."""

    id: str
    name: Mapping[str, str]
    weight: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How many items a sitting of this form has, how many of them unscored, in how many minutes."""

    id: str
    items: int
    unscored: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """An exam's blueprint. `opening` is the id of the item that the front page offers, or "".

    `pass_mark` is (lowest, highest, cut) of the scaled score, or None: told, never computed.
    """

    id: str
    name: Mapping[str, str]
    forms: tuple[Form, ...]
    domains: tuple[Domain, ...]
    services: tuple[str, ...]
    extra_minutes: int = 0
    pass_mark: tuple[int, int, int] | None = None
    opening: str = ""

    @property
    def weights(self) -> dict[str, int]:
        """Of the domains, by their ids, in the exam's order."""
        return {domain.id: domain.weight for domain in self.domains}

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The inverse of `document()`."""
        values = dict(document)
        values["forms"] = tuple(Form(**form) for form in values["forms"])
        values["domains"] = tuple(
            Domain(**{**domain, "tasks": tuple(Task(**task) for task in domain["tasks"])})
            for domain in values["domains"]
        )
        values["services"] = tuple(values["services"])
        values["pass_mark"] = tuple(values["pass_mark"]) if values["pass_mark"] else None
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Everything that was read, drafts and retired items too; each tuple is sorted by id."""

    exams: tuple[Exam, ...] = ()
    items: tuple[Item, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
