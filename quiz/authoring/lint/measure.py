"""Measures of plain text: words, likeness, width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
# A run of kanji, of katakana or of Latin letters; hiragana is mostly grammar.
_JAPANESE_TERM = re.compile(r"[一-龯々]{2,}|[ァ-ヴー]{2,}|[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[\"'(A-Z])|(?<=[。？！])(?![」）)])\s*|\n+")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")


def is_spaced(language: str) -> bool:
    """Whether words stand apart in it."""
    return language not in ("ja", "zh", "th")


def words(text: str, language: str) -> list[str]:
    """Its words in order, in lower case; of Japanese, the runs that stand for words."""
    if is_spaced(language):
        return _LATIN_WORD.findall(text.lower())
    return [term.lower() for term in _JAPANESE_TERM.findall(text)]


def length(text: str, unit: str) -> int:
    """In `words`, or in `characters` without white space."""
    if unit == "words":
        return len(text.split())
    return sum(not letter.isspace() for letter in text)


def letters(text: str) -> str:
    """The same text for a reader who passes over width, case, punctuation and spaces."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of `letters(text)`."""
    plain = letters(text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1)) or frozenset([plain])


def grains(text: str, language: str) -> frozenset[str]:
    """What likeness is counted in: words, or pairs of characters where words don't stand apart."""
    return frozenset(words(text, language)) if is_spaced(language) else bigrams(text)


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Shared of all, 0..1; 0 for two empty sets. Source: Jaccard 1912."""
    shared = len(set(one) & set(other))
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def columns(line: str) -> int:
    """Its width in half-width columns; full-width characters take two."""
    if line.isascii():
        return len(line)
    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in line
    )


def is_said(word: str, text: str) -> bool:
    """Whether the word or phrase stands in `text`: as a whole word, where words stand apart."""
    if _JAPANESE.search(word):
        return word in text
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def said(those: Iterable[str], text: str) -> list[str]:
    """Those of the words and phrases that stand in `text`, whatever their case."""
    lower = text.lower()
    return [word for word in those if is_said(word.lower(), lower)]


def runs(text: str, language: str, size: int) -> set[str]:
    """Every run of `size` words; of `size` letters, where words don't stand apart."""
    if is_spaced(language):
        found = words(text, language)
        return {" ".join(found[n : n + size]) for n in range(len(found) - size + 1)}
    plain = letters(text)
    return {plain[n : n + size] for n in range(len(plain) - size + 1)}
