"""Rules about title, scenario and stem."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from quiz.authoring.lint.measure import length, said, without_aside, words
from quiz.authoring.lint.subject import Rule, Subject, Texts
from quiz.authoring.problem import Problem

_SCENARIO_SENTENCES = range(2, 6)
_QUESTION_ENDS = ("?", "？", "か。", "か？", "か")


def giveaway(subject: Subject) -> Iterator[Problem]:
    """L01: id and title name the situation, never a word that the correct option alone holds."""
    for texts in subject.complete:
        if not subject.profile.common(texts.language):
            continue
        telling = _telling(subject, texts)
        in_title = telling & set(words(texts.plain("title"), texts.language))
        for word in sorted(in_title):
            told = (
                f"the title holds '{word}', which only the correct option does: name the situation"
            )
            yield texts.problem("title", "L01", told)
        for word in sorted(telling & set(subject.shape.id.split("-"))):
            told = f"the id holds '{word}', which only the correct option does: name the situation"
            yield subject.source.problem(("id",), "L01", told)


def _telling(subject: Subject, texts: Texts) -> set[str]:
    """Words of a correct option that stand neither in a wrong one nor in what is asked."""
    plain_words = subject.profile.common(texts.language) | texts.asked_words
    elsewhere = (texts.option_words[id_] for id_ in subject.distractors)
    key = (texts.option_words[id_] for id_ in subject.key)
    return set().union(*key) - plain_words.union(*elsewhere)


def stated_number(subject: Subject) -> Iterator[Problem]:
    """L03: the page says how many to choose; a stem that says it too can only contradict."""
    for texts in subject.complete:
        pattern = subject.profile.stated_number.get(texts.language)
        found = pattern.search(texts.plain("stem")) if pattern else None
        if not found:
            continue
        numbers = subject.profile.number_words.get(texts.language, {})
        word = found[found.lastindex or 0].lower()
        stated = numbers.get(word) or (int(word) if word.isdecimal() else 0)
        if stated == len(subject.key) > 1:
            told = f"'{found[0]}': the page says it already, delete it"
            yield texts.problem("stem", "L03", told, is_warning=True)
        else:
            told = f"'{found[0]}', but the number of correct options is {len(subject.key)}"
            yield texts.problem("stem", "L03", f"{told}: delete it, the page says how many")


def negative(subject: Subject) -> Iterator[Problem]:
    """L12: who overlooks a NOT answers another question than was asked."""
    for texts in subject.complete:
        stem = texts.plain("stem")
        for allowed in subject.profile.negative_stem_allow.get(texts.language, ()):
            stem = stem.replace(allowed, "")
        for pattern in subject.profile.negative_stem.get(texts.language, ()):
            if found := pattern.search(stem):
                told = f"'{found[0]}' turns the question round: ask for what meets the requirement"
                yield texts.problem("stem", "L12", told)


def shape(subject: Subject) -> Iterator[Problem]:
    """L14: two to five sentences and one question, of a length that fits the exam's pace."""
    for texts in subject.complete:
        bounds = subject.profile.length.get(texts.language)
        if not bounds:
            continue
        size = length(texts.asked, bounds.unit)
        if size > bounds.most:
            told = f"scenario and stem have {size} {bounds.unit}, {bounds.most} at most: shorten"
            yield texts.problem("scenario", "L14", told)
        elif not bounds.least <= size <= bounds.usual:
            usual = f"{bounds.least} to {bounds.usual} are usual"
            told = f"scenario and stem have {size} {bounds.unit}: {usual}"
            yield texts.problem("scenario", "L14", told, is_warning=True)
        count = len(texts.sentences("scenario"))
        if count not in _SCENARIO_SENTENCES and texts.raw.get("scenario"):
            told = f"the scenario has {count} sentences: 2 to 5 are usual"
            yield texts.problem("scenario", "L14", told, is_warning=True)
        if not without_aside(texts.plain("stem")).endswith(_QUESTION_ENDS):
            yield from _no_question(subject, texts)


def _no_question(subject: Subject, texts: Texts) -> Iterator[Problem]:
    patterns = subject.profile.unfinished_stem.get(texts.language, ())
    if not any(pattern.search(texts.plain("stem")) for pattern in patterns):  # that is L17's
        yield texts.problem("stem", "L14", "the stem ends as no question: put one question")


def superlatives(subject: Subject) -> Iterator[Problem]:
    """L15: two superlatives ask two questions, which may have two answers."""
    for texts in subject.complete:
        stem = texts.plain("stem")
        found = [
            (one.axis, max(those, key=len))
            for one in subject.profile.superlatives
            if (those := said(one.words.get(texts.language, ()), stem))
        ]
        doubled = [one for one in subject.profile.superlatives if _twice(one.words, texts, stem)]
        if doubled:
            told = f"two superlatives of {doubled[0].axis}: keep one"
            yield texts.problem("stem", "L15", told)
        elif len(found) > 1:
            axes = {axis for axis, _ in found}
            told = " and ".join(f"'{word}'" for _, word in found)
            is_warning = not axes >= {"cost", "operations"}
            yield texts.problem(
                "stem", "L15", f"{told}: ask for one of them", is_warning=is_warning
            )


def _twice(listed: dict[str, list[str]], texts: Texts, stem: str) -> bool:
    """Whether two of them stand in the stem side by side, neither being part of the other."""
    found = said(listed.get(texts.language, ()), stem)
    return any(
        one.lower() not in other.lower() and other.lower() not in one.lower()
        for one, other in itertools.combinations(found, 2)
    )


def grammar(subject: Subject) -> Iterator[Problem]:
    """L17: a stem that asks for one where two are right, or that an option has to finish."""
    for texts in subject.complete:
        stem, language = texts.plain("stem"), texts.language
        profile = subject.profile
        due = profile.several_asked if subject.is_multiple_response else profile.one_asked
        other = profile.one_asked if subject.is_multiple_response else profile.several_asked
        fits = any(pattern.search(stem) for pattern in due.get(language, ()))
        for pattern in [] if fits else other.get(language, []):
            if found := pattern.search(stem):
                count = len(subject.key)
                told = (
                    f"'{found[0]}', but the number of correct options is {count}: make both agree"
                )
                yield texts.problem("stem", "L17", told)
        for pattern in profile.unfinished_stem.get(language, ()):
            if pattern.search(stem):
                told = "the stem is a sentence that the options finish: put a whole question"
                yield texts.problem("stem", "L17", told)


RULES: tuple[Rule, ...] = (giveaway, stated_number, negative, shape, superlatives, grammar)
