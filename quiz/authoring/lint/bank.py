"""Rules about all published questions of an exam together; what they ask is in `alike`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from quiz.authoring.files import Source
from quiz.authoring.lint.cues import Asked, Words
from quiz.authoring.lint.guess import guess
from quiz.authoring.lint.subject import Subject, Texts, option_path
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile

_RATIO = (0.90, 1.10)
_CRITICAL_P = 0.01
_IN_A_ROW = 3
_PAIR_SHARE = 0.2
_POINTS = 0.05
_CONVERGING = 0.6
_SHARED = 2
_RARE, _RARE_LEAST = 0.1, 2
_SUSPECT, _SURE = 2, 3


def _languages(subjects: Sequence[Subject]) -> dict[str, list[tuple[Subject, Texts]]]:
    found: dict[str, list[tuple[Subject, Texts]]] = {}
    for subject in subjects:
        for texts in subject.complete:
            found.setdefault(texts.language, []).append((subject, texts))
    return found


def _single(subjects: Sequence[Subject]) -> list[Subject]:
    return [subject for subject in subjects if not subject.is_multiple_response]


def lengths(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L07: the correct option is as often the longest or the shortest as chance has it."""
    for language, asked in _languages(_single(subjects)).items():
        sizes = []
        for subject, texts in asked:
            by_id = {id_: len(text) for id_, text in subject.options(texts).items()}
            wrong = [by_id[id_] for id_ in subject.distractors]
            sizes.append((by_id[subject.key[0]], wrong))
        chance = sum(1 / (1 + len(wrong)) for _, wrong in sizes) / len(sizes)
        error = math.sqrt(chance * (1 - chance) / len(sizes))
        for word, times in (
            ("longest", sum(key > max(wrong) for key, wrong in sizes)),
            ("shortest", sum(key < min(wrong) for key, wrong in sizes)),
        ):
            share = times / len(sizes)
            if share > chance + 2 * error:
                told = f"in '{language}' {share:.0%} of the keys are the {word} option, "
                told += f"{chance:.0%} would be chance: `guess` names the questions"
                is_warning = share <= chance + 3 * error
                yield exam.problem(("lint",), "L07", told, is_warning=is_warning)
        ratio = sum(key * len(wrong) / sum(wrong) for key, wrong in sizes) / len(sizes)
        if not _RATIO[0] <= ratio <= _RATIO[1]:
            told = f"in '{language}' keys have {ratio:.2f} times the length of wrong options"
            yield exam.problem(("lint",), "L07", f"{told}: 0.90 to 1.10 is even", is_warning=True)


def places(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L08: no place in the file holds the key more often than another."""
    single = [subject for subject in _single(subjects) if len(subject.shape.options) == 4]
    keys = [subject.key[0] for subject in single]
    if len(keys) >= 20:
        yield from _skewed(exam, keys)
    for key, group in groupby(single, key=lambda subject: subject.key[0]):
        if (count := len(those := list(group))) > _IN_A_ROW:
            told = f"{count} questions in a row have the key '{key}', '{those[0].shape.id}' first: "
            told += "move some"
            yield exam.problem(("lint",), "L08", told, is_warning=True)
    pairs = Counter(
        subject.key
        for subject in subjects
        if len(subject.key) == 2 and len(subject.shape.options) == 5
    )
    for pair, count in pairs.items():
        if count / pairs.total() > _PAIR_SHARE and pairs.total() >= 10:
            told = f"{count} of {pairs.total()} pairs of keys are '{' and '.join(pair)}': move some"
            yield exam.problem(("lint",), "L08", told, is_warning=True)


def _skewed(exam: Source, keys: Sequence[str]) -> Iterator[Problem]:
    """Pearson's chi-square over four places; 11.345 is its 1 % point for 3 degrees of freedom."""
    counts = Counter(keys)
    expected = len(keys) / 4
    squares = sum((counts[place] - expected) ** 2 / expected for place in "abcd")
    error = math.sqrt(0.25 * 0.75 / len(keys))
    shares = ", ".join(f"{place} {counts[place] / len(keys):.0%}" for place in "abcd")
    if squares > 11.345:
        told = f"the key's place is not even ({shares}, p < {_CRITICAL_P}): move some"
        yield exam.problem(("lint",), "L08", told)
    elif any(abs(counts[place] / len(keys) - 0.25) > 2 * error for place in "abcd"):
        told = f"the key's place is hardly even ({shares}): move some"
        yield exam.problem(("lint",), "L08", told, is_warning=True)


def absolute_words(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L10 over the bank: absolute words are no sign of a wrong option."""
    for language, asked in _languages(subjects).items():
        marked = {True: [0, 0], False: [0, 0]}
        for subject, texts in asked:
            for id_, words in subject.absolute_words(texts).items():
                marked[id_ in subject.key][0] += bool(words)
                marked[id_ in subject.key][1] += 1
        rates = {is_key: found / max(1, count) for is_key, (found, count) in marked.items()}
        if rates[False] - rates[True] > _POINTS:
            told = f"in '{language}' {rates[False]:.0%} of wrong options and {rates[True]:.0%} of "
            told += "correct ones hold an absolute word: say it in other words"
            yield exam.problem(("lint",), "L10", told, is_warning=True)


def converging(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L19: the key is not mostly the option that has most in common with the others."""
    for language, asked in _languages(_single(subjects)).items():
        times = 0
        for subject, texts in asked:
            times += texts.middle_option in subject.key
        if times / len(asked) > _CONVERGING:
            told = f"in '{language}' the key has most in common with the others in "
            told += f"{times / len(asked):.0%} of the questions: vary the wrong options"
            yield exam.problem(("lint",), "L19", told, is_warning=True)


def mix(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L31: domains by weight, and enough of each task, type and difficulty."""
    bounds = subjects[0].profile.mix
    shape = subjects[0].exam
    count = len(subjects)
    by_task = Counter(subject.shape.task for subject in subjects)
    for id_, domain in shape.domains.items():
        share = 100 * sum(by_task[task] for task in domain.tasks) / count
        if abs(share - domain.weight) > bounds.domain_points:
            told = f"{share:.0f} % of the questions are of '{id_}', its weight is {domain.weight} %"
            yield exam.problem(("domains", id_), "L31", told)
        for task in domain.tasks:
            if by_task[task] < bounds.task_least:
                told = f"{by_task[task]} questions of task {task}: {bounds.task_least} are due"
                yield exam.problem(("domains", id_, "tasks", task), "L31", told)
    shares = {
        "multiple-response questions": (
            sum(s.is_multiple_response for s in subjects),
            bounds.multiple,
        )
    }
    for level, span in bounds.difficulty.items():
        found = sum(subject.shape.difficulty == int(level) for subject in subjects)
        shares[f"questions of difficulty {level}"] = (found, span)
    for what, (found, (least, most)) in shares.items():
        if not least <= 100 * found / count <= most:
            told = f"{100 * found / count:.0f} % {what}: {least} to {most} % are due"
            yield exam.problem(("lint",), "L31", told)


def repeated_words(subjects: Sequence[Subject]) -> Iterator[tuple[Subject, Problem]]:
    """L18: a correct option that repeats the stem's rare words is guessed by its sound."""
    for language, asked in _languages(subjects).items():
        if not asked[0][0].profile.common(language):
            continue
        times: Counter[str] = Counter()
        for _, texts in asked:
            times.update(texts.asked_words)
        rare_until = max(_RARE_LEAST, _RARE * len(asked))
        rare_words = {word for word, count in times.items() if count <= rare_until}
        for subject, texts in asked:
            rare = (texts.asked_words & rare_words) - subject.profile.common(language)
            shared = {id_: frozenset(rare & found) for id_, found in texts.option_words.items()}
            in_all = frozenset.intersection(*shared.values())
            most = max(len(shared[id_] - in_all) for id_ in subject.distractors)
            for id_ in subject.key:
                if len(shared[id_] - in_all) - most >= _SHARED:
                    few = ", ".join(sorted(shared[id_] - in_all)[:4])
                    told = f"the correct option repeats more of the stem's words ({few}) than any "
                    told += "wrong one: use them there too, or say it otherwise"
                    path = option_path(id_)
                    yield subject, texts.problem(path, "L18", told, is_warning=True)


def words_in(profile: Profile, language: str) -> Words:
    """The words that mark options, as far as the profile lists them."""
    absolute, vague = profile.words("absolute", language), profile.words("vague", language)
    return Words(absolute=tuple(absolute), vague=tuple(vague))


def guessed(exam: Source, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """L36: who knows nothing but how options look finds no more keys than chance has it."""
    for language, asked in _languages(_single(subjects)).items():
        rows = [
            Asked(subject.shape.id, texts.asked, subject.options(texts), subject.key[0])
            for subject, texts in asked
        ]
        found = guess(rows, language, words=words_in(subjects[0].profile, language))
        if found.z > _SUSPECT:
            told = f"in '{language}' {found.accuracy:.0%} of the keys are guessed by how options "
            told += f"look, {found.chance:.0%} is chance (z = {found.z:.1f}): `guess` says by what"
            is_warning = found.z <= _SURE
            yield exam.problem(("lint",), "L36", told, is_warning=is_warning)


MIX_RULES = (lengths, places, absolute_words, converging, mix)
