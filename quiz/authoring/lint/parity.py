"""L29: the same question in both languages; and L903, what a translation was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quiz.authoring.lint.measure import is_spaced, length
from quiz.authoring.lint.names import named
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem

_NUMBER = re.compile(
    r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?: ?(万|億|(?:thousand|[mb]illion)\b))?", re.IGNORECASE
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "万": 1e4, "億": 1e8}
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
    (our_services, here), (their_services, there) = (
        named(subject, one.plain(path)) for one in (texts, source)
    )
    for what, ours, theirs in (
        ("services", our_services, their_services),
        ("numbers", _numbers(subject, texts, here), _numbers(subject, source, there)),
    ):
        for name in sorted(ours ^ theirs):
            place = "here" if name in ours else f"in {source.source.path.name}"
            told = f"{what} differ: '{name}' stands {place} alone"
            yield texts.problem(path, "L29", told)


def _numbers(subject: Subject, texts: Texts, text: str) -> set[str]:
    words: Mapping[str, int] = subject.profile.number_words.get(texts.language, {})
    found = {
        float(number.replace(",", "")) * _SCALES.get(scale.lower(), 1)
        for number, scale in _NUMBER.findall(text)
    }
    found |= {float(words[word]) for word in _WORD.findall(text.lower()) if word in words}
    return {f"{number:.12g}" for number in found if number >= _SMALLEST or number % 1}


def _ratio(subject: Subject, source: Texts, texts: Texts) -> Iterator[Problem]:
    """Between a language that is measured in characters and one that is measured in words."""
    if is_spaced(source.language) == is_spaced(texts.language):
        return
    least, most = (tenths / 10 for tenths in subject.profile.characters_per_word)
    spaced, other = (texts, source) if is_spaced(texts.language) else (source, texts)
    parts = {name: [name] for name in ("scenario", "explanation")}
    parts["options"] = [option_path(id_) for id_ in subject.shape.options]
    for name, paths in parts.items():
        count = sum(length(spaced.plain(path), "words") for path in paths)
        letters = sum(length(other.plain(path), "characters") for path in paths)
        if count and letters and not least <= letters / count <= most:
            told = f"{name}: {letters / count:.1f} '{other.language}' characters for each "
            told += f"'{spaced.language}' word, {least} to {most} are usual: does one say more?"
            yield texts.problem(name, "L29", told, is_warning=True)


def made_from(all_texts: Sequence[Texts]) -> Iterator[Problem]:
    """L903: without the digests of its sources nobody is told when a translation falls behind."""
    for texts in all_texts[1:]:
        if any(path not in texts.source.shape.of for path in texts.raw):
            told = "'of' does not say what each text was translated from: run `translate`"
            yield texts.source.problem(("of",), "L903", told, is_warning=True)


RULES: tuple[Rule, ...] = (parity,)
