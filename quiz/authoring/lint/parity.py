"""L29: the same question in both languages; and L903, what a translation was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quiz.authoring.lint.measure import is_spaced, length
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WORD = re.compile(r"[a-z]+|[一二三四五六七八九十]")
# Up to three, languages count in too many ways: "another", "both", "the second", "1 つの".
_SMALLEST = 4


def parity(subject: Subject) -> Iterator[Problem]:
    """The same services and numbers in each option, and texts of a like length."""
    if len(subject.complete) < 2:
        return
    source, *others = subject.complete
    for texts in others:
        for id_ in subject.shape.options:
            yield from _same(subject, source, texts, option_path(id_))
        yield from _ratio(subject, source, texts)


def _same(subject: Subject, source: Texts, texts: Texts, path: str) -> Iterator[Problem]:
    here, there = texts.plain(path), source.plain(path)
    for what, ours, theirs in (
        ("services", _services(subject, here), _services(subject, there)),
        ("numbers", _numbers(subject, texts, here), _numbers(subject, source, there)),
    ):
        for name in sorted(ours ^ theirs):
            place = "here" if name in ours else f"in {source.source.path.name}"
            told = f"{what} differ: '{name}' stands {place} alone"
            yield texts.problem(path, "L29", told)


def _services(subject: Subject, text: str) -> set[str]:
    """Those of the exam's list that the text names, whole or without their prefix."""
    found = set()
    for whole in sorted(subject.exam.services, key=len, reverse=True):
        prefix, _, bare = whole.partition(" ")
        name = bare if prefix in subject.profile.prefixes else whole
        any_number = rf"{re.escape(name[:-1])}s?" if name.endswith("ns") else re.escape(name)
        pattern = rf"(?<![A-Za-z0-9]){any_number}(?![A-Za-z0-9])"
        text, times = re.subn(pattern, " ", text)
        if times:
            found.add(whole)
    return found


def _numbers(subject: Subject, texts: Texts, text: str) -> set[str]:
    words: Mapping[str, int] = subject.profile.number_words.get(texts.language, {})
    found = {number.replace(",", "") for number in _NUMBER.findall(text)}
    found |= {str(words[word]) for word in _WORD.findall(text.lower()) if word in words}
    return {number for number in found if not number.isdecimal() or int(number) >= _SMALLEST}


def _ratio(subject: Subject, source: Texts, texts: Texts) -> Iterator[Problem]:
    """Between a language that is measured in characters and one that is measured in words."""
    if is_spaced(source.language) == is_spaced(texts.language):
        return
    least, most = (tenths / 10 for tenths in subject.profile.characters_per_word)
    options = "\n".join(option_path(id_) for id_ in subject.shape.options)
    for path, what in (
        ("scenario", "scenario"),
        (options, "options"),
        ("explanation", "explanation"),
    ):
        spaced, other = (texts, source) if is_spaced(texts.language) else (source, texts)
        count = sum(length(spaced.plain(one), "words") for one in path.split("\n"))
        letters = sum(length(other.plain(one), "characters") for one in path.split("\n"))
        if count and letters and not least <= letters / count <= most:
            told = f"the {what} has {letters / count:.1f} characters for each English word"
            told += f", {least} to {most} are usual: does one language say more?"
            place = "options" if path == options else path
            yield texts.problem(place, "L29", told, is_warning=True)


def made_from(all_texts: Sequence[Texts]) -> Iterator[Problem]:
    """L903: without the digests of its sources nobody is told when a translation falls behind."""
    for texts in all_texts[1:]:
        if any(path not in texts.source.shape.of for path in texts.raw):
            told = "'of' does not say what each text was translated from: run `translate`"
            yield texts.source.problem(("of",), "L903", told, is_warning=True)


RULES: tuple[Rule, ...] = (parity,)
