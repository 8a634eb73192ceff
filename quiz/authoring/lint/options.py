"""Rules about the options: what they tell to somebody who does not know the subject.

Source of the rules: Haladyna, Downing and Rodriguez 2002, doi 10.1207/s15324818ame1503_5, and the
NBME item-writing guide on test-wiseness; the thresholds are our own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from quiz.authoring.lint.measure import grains, jaccard, letters, said, without_aside, words
from quiz.authoring.lint.names import named
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem

_LIKE, _VERY_LIKE = 0.75, 0.85
_LONGER, _MUCH_LONGER = 1.25, 1.5
_SPREAD, _WIDE_SPREAD = 2.0, 3.0


def counts(subject: Subject) -> Iterator[Problem]:
    """L02: as many options and correct ones as the exam has, and never more right than wrong."""
    wanted = subject.profile.option_counts
    right, wrong = len(subject.key), len(subject.distractors)
    if not wanted:
        return
    allowed = wanted.get(str(right))
    if allowed is None:
        said_ = f"{right} options are correct: this exam has {', '.join(wanted)}"
        yield subject.source.problem(("options",), "L02", said_)
    elif right + wrong not in allowed:
        due = " or ".join(str(count) for count in allowed)
        said_ = f"{right + wrong} options with {right} correct: this exam has {due}"
        yield subject.source.problem(("options",), "L02", said_)
    elif right > wrong:
        said_ = f"{right} correct options and {wrong} wrong: write at least as many wrong ones"
        yield subject.source.problem(("options",), "L02", said_)


def likeness(subject: Subject) -> Iterator[Problem]:
    """L04: two options that say nearly the same cannot both be right, so both are struck out."""
    for texts in subject.complete:
        options = subject.options(texts)
        sets = {id_: grains(text, texts.language) for id_, text in options.items()}
        for one, other in itertools.combinations(options, 2):
            yield from _likeness(texts, one, other, options, sets)


def _likeness(
    texts: Texts, one: str, other: str, options: dict[str, str], sets: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    path = option_path(other)
    if letters(options[one]) == letters(options[other]):
        yield texts.problem(path, "L04", f"'{other}' says what '{one}' says: write another option")
        return
    share = jaccard(sets[one], sets[other])
    smaller = min(sets[one], sets[other], key=len)
    is_inside = len(smaller) > 2 and (sets[one] <= sets[other] or sets[other] <= sets[one])
    if share >= _VERY_LIKE or is_inside:
        told = f"'{one}' and '{other}' share {share:.0%} of their words"
        told += ", one is inside the other" if is_inside else ""
        yield texts.problem(path, "L04", f"{told}: make them different designs")
    elif share >= _LIKE:
        told = f"'{one}' and '{other}' share {share:.0%} of their words: are they two designs?"
        yield texts.problem(path, "L04", told, is_warning=True)


def length(subject: Subject) -> Iterator[Problem]:
    """L06: a correct option that is longer than the others is guessed."""
    for texts in subject.complete:
        sizes = {id_: len(text) for id_, text in subject.options(texts).items()}
        longest = max(sizes[id_] for id_ in subject.distractors)
        for id_ in subject.key:
            ratio = sizes[id_] / longest
            if ratio > _LONGER:
                told = (
                    f"the correct option has {ratio:.2f} times the length of the longest wrong one"
                )
                yield texts.problem(
                    option_path(id_),
                    "L06",
                    f"{told}: shorten it, or write the wrong ones out",
                    is_warning=ratio <= _MUCH_LONGER,
                )
        spread = max(sizes.values()) / min(sizes.values())
        if spread > _SPREAD:
            told = f"the longest option has {spread:.1f} times the length of the shortest"
            yield texts.problem(
                "options",
                "L06",
                f"{told}: write all as whole designs",
                is_warning=spread <= _WIDE_SPREAD,
            )


def absolute(subject: Subject) -> Iterator[Problem]:
    """L10: "always", "never" and their like mark wrong options."""
    for texts in subject.complete:
        found = subject.absolute_words(texts)
        if any(found[id_] for id_ in subject.key):
            continue
        marked = [id_ for id_, those in found.items() if those]
        for id_ in marked:
            told = f"'{found[id_][0]}' stands in wrong options alone: say it in another way"
            is_warning = len(marked) < 2
            yield texts.problem(option_path(id_), "L10", told, is_warning=is_warning)


def vague(subject: Subject) -> Iterator[Problem]:
    """L11: "usually" and its like mark the correct option."""
    for texts in subject.complete:
        options = subject.options(texts)
        listed = subject.profile.words("vague", texts.language)
        elsewhere = {word for id_ in subject.distractors for word in said(listed, options[id_])}
        for id_ in subject.key:
            for word in said(listed, options[id_]):
                if not elsewhere:
                    told = f"'{word}' stands in the correct option alone: say it in another way"
                    yield texts.problem(option_path(id_), "L11", told, is_warning=True)


def catch_all(subject: Subject) -> Iterator[Problem]:
    """L13: "all of the above" tests nothing of its own."""
    for texts in subject.complete:
        patterns = subject.profile.catch_all.get(texts.language, [])
        for id_, text in subject.options(texts).items():
            for pattern in patterns:
                if found := pattern.search(text):
                    told = f"'{found[0]}': write a design that stands for itself"
                    yield texts.problem(option_path(id_), "L13", told)


_STOP = re.compile(r"[.。!?！？]$")


def parallel(subject: Subject) -> Iterator[Problem]:
    """L16: options of one grammar; the odd one out is guessed, or struck out."""
    for texts in subject.complete:
        options = {id_: without_aside(text) for id_, text in subject.options(texts).items()}
        stops = {id_: bool(_STOP.search(text)) for id_, text in options.items()}
        yield from _odd(texts, stops, "ends with a full stop")
        imperatives = set(subject.profile.imperatives.get(texts.language, ()))
        if imperatives:
            begins = {
                id_: (words(text, "en") or [""])[0] in imperatives for id_, text in options.items()
            }
            yield from _odd(texts, begins, "begins with a verb")
        if pattern := subject.profile.option_endings.get(texts.language):
            ends = {id_: bool(pattern.search(text)) for id_, text in options.items()}
            yield from _odd(texts, ends, "ends with a verb")


def _odd(texts: Texts, has: dict[str, bool], does: str) -> Iterator[Problem]:
    """A finding at each of the fewer, where some have it and some have not."""
    having = [id_ for id_, it in has.items() if it]
    lacking = [id_ for id_, it in has.items() if not it]
    if not having or not lacking:
        return
    odd, other = (having, lacking) if len(having) < len(lacking) else (lacking, having)
    odd_does, others_do = (does, "does not") if odd is having else ("does not", does)
    for id_ in odd:
        told = f"'{id_}' {odd_does}, while '{other[0]}' {others_do}: give all the same grammar"
        yield texts.problem(option_path(id_), "L16", told)


_SPECIFIC = {
    "a code word": re.compile(r"`[^`]+`"),
    "an ARN": re.compile(r"\barn:"),
    "a number": re.compile(r"(?<![A-Za-z0-9.-])[0-9]+(?![A-Za-z0-9-])"),
    "a parenthesis": re.compile(r"[(（]"),
}


def specific(subject: Subject) -> Iterator[Problem]:
    """L20: the only option with a detail of some sort looks like the correct one."""
    for texts in subject.complete:
        shown = {id_: named(subject, text)[1] for id_, text in subject.options(texts).items()}
        raw = {id_: texts.raw[option_path(id_)] for id_ in subject.shape.options}
        for what, pattern in _SPECIFIC.items():
            judged = raw if what == "a code word" else shown
            if any(pattern.search(judged[id_]) for id_ in subject.distractors):
                continue
            for id_ in subject.key:
                if pattern.search(judged[id_]):
                    told = f"only the correct option holds {what}: give others one, or none"
                    yield texts.problem(option_path(id_), "L20", told, is_warning=True)


RULES: tuple[Rule, ...] = (
    *(counts, likeness, length, absolute, vague, catch_all, parallel, specific),
)
