"""Surface cues: what an option shows to somebody who does not know the subject.

The cues are those that test-wise examinees go by. Source: Millman, Bishop and Ebel 1965, doi
10.1177/001316446502500304; Haladyna, Downing and Rodriguez 2002, doi 10.1207/s15324818ame1503_5.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from quiz.authoring.lint.measure import grains, is_spaced, jaccard, letters, said, words

_PAUSE = re.compile(r"[,，、;；:：。]|[.?!]\s|\s[-–—]+\s")
_NUMBER = re.compile(r"\d[\d.,/]*")
_BRACKET = re.compile(r"[(（「『\[\"“]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_PLACES = "abcdef"

Table = dict[str, list[list[float]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A single-answer question in one language, its texts without Markdown's marks.

    `stem` is scenario and stem together; `options` are in the file's order; `key` is one of them.
    """

    id: str
    stem: str
    options: Mapping[str, str]
    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one language that are known to mark options: "never" a wrong one, "may" a right."""

    absolute: Sequence[str] = ()
    vague: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """One question's options as the cues see them; `rarity` weighs every word of the bank."""

    texts: list[str]
    sets: list[frozenset[str]]
    stem: frozenset[str]
    language: str
    listed: Words
    rarity: Mapping[str, float]

    def lengths(self) -> list[int]:
        return [len(text) for text in self.texts]

    def count(self, pattern: re.Pattern[str]) -> list[int]:
        return [len(pattern.findall(text)) for text in self.texts]


def _longest(view: _View) -> list[bool]:
    lengths = view.lengths()
    return [length == max(lengths) for length in lengths]


def _shortest(view: _View) -> list[bool]:
    lengths = view.lengths()
    return [length == min(lengths) for length in lengths]


def _absolute(view: _View) -> list[int]:
    return [len(said(view.listed.absolute, text)) for text in view.texts]


def _vague(view: _View) -> list[int]:
    return [len(said(view.listed.vague, text)) for text in view.texts]


def _names(view: _View) -> list[int]:
    """Words with a capital letter after the first word; Latin words in a script without them."""
    if not is_spaced(view.language):
        return view.count(_LATIN)
    return [sum(word != word.lower() for word in text.split()[1:]) for text in view.texts]


def _echo(view: _View) -> list[float]:
    """How much of the option is said in the stem too, 0..1, rare words weighing more.

    A set's order is another in each process: fsum comes to the same sum in any order.
    """
    shares = []
    for own in view.sets:
        weight = math.fsum(view.rarity[word] for word in own)
        repeated = math.fsum(view.rarity[word] for word in own & view.stem)
        shares.append(repeated / weight if own else 0.0)
    return shares


def _likeness(view: _View) -> list[float]:
    """The sum of the likeness to each other option: the key is where they converge."""
    sums = [0.0] * len(view.sets)
    for (one, own), (other, its) in combinations(enumerate(view.sets), 2):
        alike = jaccard(own, its)
        sums[one] += alike
        sums[other] += alike
    return sums


def _shared(view: _View) -> list[int]:
    times = Counter(word for own in view.sets for word in own)
    return [sum(times[word] > 1 for word in own) for own in view.sets]


def _beginning(view: _View) -> list[bool]:
    """Whether it begins as most of the options do."""
    if is_spaced(view.language):
        first = [(words(text, view.language) or [""])[0] for text in view.texts]
    else:
        first = [letters(text)[:2] for text in view.texts]
    times = Counter(first)
    return [times[word] == max(times.values()) for word in first]


_CUES: dict[str, Callable[[_View], Sequence[float]]] = {
    "longest": _longest,
    "shortest": _shortest,
    "length": _View.lengths,
    "pauses": lambda view: view.count(_PAUSE),
    "absolute words": _absolute,
    "vague words": _vague,
    "numbers": lambda view: view.count(_NUMBER),
    "brackets": lambda view: view.count(_BRACKET),
    "names": _names,
    "stem's words": _echo,
    "likeness": _likeness,
    "shared words": _shared,
    "beginning": _beginning,
}


def cues_of(asked: Sequence[Asked], language: str, listed: Words) -> Table:
    """By the cue's name, for each question the value of each option in the file's order.

    Values have mean 0 and standard deviation 1 within a question, or are all 0 where the options
    don't differ. The last cues are the places: `place a` is 1 for the first option before that.
    Words are pairs of letters where words don't stand apart. How rare a word is, is counted in
    the whole bank without regard to keys, so that it tells a guesser of nothing else.

    Source: inverse document frequency is of Spärck Jones 1972, doi 10.1108/eb026526.
    """
    views = _views(asked, language, listed)
    table = {name: [_standard(cue(view)) for view in views] for name, cue in _CUES.items()}
    for place in range(max((len(one.options) for one in asked), default=0)):
        name = f"place {_PLACES[place]}" if place < len(_PLACES) else f"place {place + 1}"
        table[name] = [_standard([n == place for n in range(len(one.options))]) for one in asked]
    return table


def _views(asked: Sequence[Asked], language: str, listed: Words) -> list[_View]:
    stems = [grains(one.stem, language) - {""} for one in asked]
    sets = [[grains(text, language) - {""} for text in one.options.values()] for one in asked]
    times = Counter(
        word for stem, options in zip(stems, sets, strict=True) for word in stem.union(*options)
    )
    rarity = {word: math.log((1 + len(asked)) / count) for word, count in times.items()}
    return [
        _View(list(one.options.values()), options, stem, language, listed, rarity)
        for one, stem, options in zip(asked, stems, sets, strict=True)
    ]


def _standard(values: Sequence[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    away = [value - mean for value in values]
    spread = math.sqrt(math.fsum(one * one for one in away) / len(away))
    # What differs only by rounding does not differ.
    return [one / spread for one in away] if spread > 1e-9 else [0.0] * len(away)
