"""L28, and what the other rules ask of service names: which ones a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quiz.authoring import shapes
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem

_DISTINCT = re.compile(r"^[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*$")


def named(subject: Subject, text: str) -> tuple[set[str], str]:
    """The services that the text names, whole or without their prefix, and what is left of it.

    A name that is an ordinary verb too, such as Translate, counts with its prefix only.
    """
    found = set()
    for whole, (part, pattern) in _names_of(subject).items():
        if part in text:
            text, times = pattern.subn(" ", text)
            if times:
                found.add(whole)
    return found, text


def is_named(subject: Subject, service: str, text: str) -> bool:
    """Whether the text names the service, be it as a part of a longer name."""
    part, pattern = _names_of(subject)[service]
    return part in text and pattern.search(text) is not None


def _names_of(subject: Subject) -> dict[str, tuple[str, re.Pattern[str]]]:
    profile = subject.profile
    verbs = frozenset(profile.imperatives.get("en", ()))
    return _patterns(tuple(subject.exam.services), tuple(profile.prefixes), verbs)


def in_full(exam: shapes.Exam, text: str) -> set[str]:
    """The services whose whole names stand in the text, none within a longer one."""
    found = set()
    for whole in sorted(exam.services, key=len, reverse=True):
        if whole in text:
            text = text.replace(whole, " ")
            found.add(whole)
    return found


@lru_cache(maxsize=16)
def _patterns(
    services: tuple[str, ...], prefixes: tuple[str, ...], verbs: frozenset[str]
) -> dict[str, tuple[str, re.Pattern[str]]]:
    """For each service, longer names first: a part that must be there, and its pattern."""
    found = {}
    for whole in sorted(services, key=len, reverse=True):
        prefix, _, bare = whole.partition(" ")
        name = whole
        before = ""
        if prefix in prefixes and bare.lower() not in verbs:
            name, before = bare, f"(?:{re.escape(prefix)} )?"
        part = name.removesuffix("s") if name.endswith("ns") else name
        end = "s?" if part != name else ""
        pattern = rf"(?<![A-Za-z0-9]){before}{re.escape(part)}{end}(?![A-Za-z0-9])"
        found[whole] = part, re.compile(pattern)
    return found


def wrong_prefix(texts: Texts, names: list[str]) -> Iterator[Problem]:
    """L28: Amazon S3 and AWS Lambda, never the other way round."""
    for name in names:
        if name in texts.whole_raw:
            pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
            for path, raw in texts.raw.items():
                if pattern.search(raw):
                    told = f"no service is called '{name}': write the name as its page does"
                    yield texts.problem(path, "L28", told)


def first_use(subject: Subject) -> Iterator[Problem]:
    """L28: a service's whole name where a reader meets it first."""
    profile = subject.profile
    names = _bare(tuple(subject.exam.services), tuple(profile.prefixes), tuple(profile.bare_names))
    for texts in subject.complete:
        everything = "\n".join((texts.asked, *subject.options(texts).values()))
        for bare, whole, pattern in names:
            if bare in everything:
                yield from _first(subject, texts, whole, pattern)


def _first(
    subject: Subject, texts: Texts, whole: str, pattern: re.Pattern[str]
) -> Iterator[Problem]:
    for path in ("scenario", "stem"):
        text = texts.plain(path)
        if found := pattern.search(text):
            if not text[: found.end()].endswith(whole):
                told = f"'{found[0]}' comes first as '{whole}': write the whole name once"
                yield texts.problem(path, "L28", told)
            return
    for id_, text in subject.options(texts).items():
        found = pattern.search(text)
        if found and not text[: found.end()].endswith(whole):
            told = f"'{found[0]}' comes first as '{whole}': any option may be read first"
            yield texts.problem(option_path(id_), "L28", told)


@lru_cache(maxsize=16)
def _bare(
    services: tuple[str, ...], prefixes: tuple[str, ...], allowed: tuple[str, ...]
) -> list[tuple[str, str, re.Pattern[str]]]:
    """Names without their prefix that can mean nothing else, with the whole ones."""
    found = []
    for whole in services:
        prefix, _, bare = whole.partition(" ")
        if prefix in prefixes and _DISTINCT.match(bare) and bare not in allowed:
            pattern = rf"(?<![\w.:/-]){re.escape(bare)}(?![\w:/-]|\.[a-z])"
            found.append((bare, whole, re.compile(pattern)))
    return found


RULES: tuple[Rule, ...] = (first_use,)
