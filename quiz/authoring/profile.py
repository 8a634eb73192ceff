"""A lint profile: word lists and numbers that an exam's house style is judged by.

It lies in `lint/<profile>.yaml` beside exam.yaml. A list that is left out is empty, a number that
is left out keeps its default; so a rule that has nothing to look for finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from quiz.authoring.shapes import File, Language, LintCode, Number, Shape, Text, Word


def _pattern(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value)
    except re.error as error:
        raise PydanticCustomError("pattern", "{why}", {"why": str(error)}) from None


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Level = Literal["error", "warning"]
Words = dict[Language, list[Word]]
Span = Annotated[list[Number], Field(min_length=2, max_length=2)]
Patterns = dict[Language, list[Pattern]]


class Length(Shape):
    """How long scenario and stem are together, in `unit`."""

    unit: Literal["words", "characters"]
    least: Number
    usual: Number
    most: Number


class Superlative(Shape):
    """Requirements such as "MOST cost-effective"; a stem may hold one, of one axis."""

    axis: Word
    words: Words


class StaleName(Shape):
    """`old` is a pattern; `new` is told."""

    old: Pattern
    new: Text
    level: Level = "error"


class ClosedService(Shape):
    name: Pattern
    state: Text


class OutdatedReason(Shape):
    """A sentence is meant in which every pattern of `all` of its language is found."""

    all: Patterns
    now: Text


class Style(Shape):
    find: Pattern
    say: Text


class Placeholders(Shape):
    """What may stand in place of real things: 12-digit accounts, bucket names, host names."""

    accounts: list[Word] = []
    buckets: Pattern | None = None
    hosts: Pattern | None = None
    secrets: list[Pattern] = []


class Mix(Shape):
    """Shares in per cent, judged from `mix_from` questions on; [least, most]."""

    domain_points: Number = 2
    multiple: Span = [0, 100]
    difficulty: dict[Literal["1", "2", "3"], Span] = {}
    task_least: Number = 0


class Profile(File):
    """Word lists and numbers of one exam's house style; keys of mappings are languages."""

    off: list[LintCode] = []
    option_counts: dict[Annotated[str, Field(pattern="^[1-5]$")], list[Number]] = {}
    length: dict[Language, Length] = {}
    rationale_least: dict[Language, Number] = {}
    characters_per_word: Span = [16, 36]
    fresh_days: Number = 180
    columns: Number = 48
    common_words: Words = {}
    absolute: Words = {}
    vague: Words = {}
    stated_number: dict[Language, Pattern] = {}
    number_words: dict[Language, dict[Word, Number]] = {}
    one_asked: Patterns = {}
    several_asked: Patterns = {}
    negative_stem: Patterns = {}
    negative_stem_allow: Words = {}
    superlatives: list[Superlative] = []
    unfinished_stem: Patterns = {}
    catch_all: Patterns = {}
    positions: Patterns = {}
    empty_rationale: Patterns = {}
    imperatives: Words = {}
    option_endings: dict[Language, Pattern] = {}
    polite: dict[Language, Pattern] = {}
    style: dict[Language, list[Style]] = {}
    volatile: Patterns = {}
    reference_urls: list[Pattern] = []
    refused_urls: list[Pattern] = []
    prefixes: list[Word] = []
    wrong_prefix: list[Word] = []
    bare_names: list[Word] = []
    stale_names: list[StaleName] = []
    formerly: Patterns = {}
    closed_services: list[ClosedService] = []
    outdated_reasons: list[OutdatedReason] = []
    placeholders: Placeholders = Placeholders()
    mix: Mix = Mix()
    _common: dict[str, frozenset[str]] = PrivateAttr(default_factory=dict)

    def common(self, language: str) -> frozenset[str]:
        """The `common_words` of that language in lower case."""
        if language not in self._common:
            listed = self.common_words.get(language, ())
            self._common[language] = frozenset(word.lower() for word in listed)
        return self._common[language]

    def words(self, name: Literal["absolute", "vague"], language: str) -> list[str]:
        """The words of that list in `language`, none where the profile has none."""
        lists: Mapping[str, list[str]] = getattr(self, name)
        return lists.get(language, [])
