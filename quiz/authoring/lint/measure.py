"""Measures of plain text: words, likeness, width."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
# A run of kanji, of katakana or of Latin letters; hiragana is mostly grammar.
_JAPANESE_TERM = re.compile(r"[一-龯々]{2,}|[ァ-ヴー]{2,}|[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[\"'(A-Z])|(?<=[。？！])(?![」）)])\s*|\n+")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")
_KANJI = re.compile(r"[一-龯々]")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）](?=[.。]?$)")

_BITS = 4096


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
    return len("".join(text.split()))


def letters(text: str) -> str:
    """The same text for a reader who passes over width, case, punctuation and spaces."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of `letters(text)`."""
    plain = letters(text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1)) or frozenset(plain)


def grains(text: str, language: str) -> frozenset[str]:
    """What likeness is counted in: words, or pairs of characters where words don't stand apart."""
    return frozenset(words(text, language)) if is_spaced(language) else bigrams(text)


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Shared of all, 0..1; 0 for two empty sets. Source: Jaccard 1912."""
    shared = len(set(one) & set(other))
    return shared / (len(one) + len(other) - shared) if shared else 0.0


@dataclass(frozen=True, slots=True)
class Grams:
    """A set of bigrams, and the same set hashed into one integer, to be compared in one step."""

    all: frozenset[str]
    bits: int
    size: int

    @classmethod
    def of(cls, all_: frozenset[str]) -> Grams:
        bits = 0
        for gram in all_:
            bits |= 1 << (ord(gram[0]) * 31 + ord(gram[-1])) % _BITS
        return cls(all_, bits, max(1, bits.bit_count()))

    def cosine(self, other: Grams) -> float:
        """Exact, 0..1; 0 for an empty set."""
        size = math.sqrt(len(self.all) * len(other.all))
        return len(self.all & other.all) / size if size else 0.0


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def without_aside(sentence: str) -> str:
    """The sentence without a parenthesis at its end; a full stop behind that stays."""
    return _ASIDE.sub("", sentence)


def joined(texts: Iterable[str]) -> str:
    """Many texts as one, for `anywhere`."""
    return "\n\0\n".join(texts)


@lru_cache(maxsize=4096)
def anywhere(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The pattern for texts that are `joined`: it is found there if one of them holds it."""
    return re.compile(pattern.pattern, pattern.flags | re.MULTILINE)


def columns(line: str) -> int:
    """Its width in half-width columns; full-width characters take two."""
    return len(line) if line.isascii() else sum(map(_width, line))


@lru_cache(maxsize=8192)
def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def grid(line: str) -> str:
    """The line with a letter a column: behind a full-width one stands a space."""
    if line.isascii():
        return line
    return "".join((letter + " ")[: _width(letter)] for letter in line)


def is_said(word: str, text: str) -> bool:
    """Whether the word or phrase stands in `text`: as a whole word, where words stand apart.

    In Japanese, a word that begins with a kanji has none before it: 常に is not said in 正常に.
    """
    if word not in text:
        return False
    if _JAPANESE.search(word):
        return any(
            not (_KANJI.match(word) and _KANJI.match(text[found.start() - 1 : found.start()]))
            for found in re.finditer(re.escape(word), text)
        )
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
