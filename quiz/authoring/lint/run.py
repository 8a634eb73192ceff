"""All rules over all files: what they find, and what the authors have decided to pass over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from quiz.authoring.files import Files, Source, bytes_digest, shown_path
from quiz.authoring.lint import (
    alike,
    bank,
    comparisons,
    names,
    options,
    parity,
    ranges,
    stem,
    teaching,
    wording,
)
from quiz.authoring.lint.cues import Words
from quiz.authoring.lint.ignore import Ignored, sift
from quiz.authoring.lint.subject import Subject, Texts
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile
from quiz.authoring.references import Index
from quiz.authoring.shape import validate
from quiz.authoring.strict import load
from quiz.authoring.translations import source_of

_QUESTION_RULES = (
    *(*options.RULES, *ranges.RULES, *stem.RULES, *teaching.RULES),
    *(*names.RULES, *wording.RULES, *parity.RULES),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked for: `quoted` has the runs of words of sources, by language."""

    today: date
    quoted: Mapping[str, set[str]]
    with_statistics: bool = True


class Linter:
    """Finds again only what may have changed since the last time."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[tuple[object, ...], list[Problem]]] = {}
        self._subjects: dict[str, tuple[tuple[object, ...], Subject]] = {}
        self._profiles: dict[Path, tuple[bytes, Profile | None, list[Problem]]] = {}
        self._likeness = alike.Likeness()

    def run(self, files: Files, found: Index, asked: Asked) -> tuple[list[Problem], list[Ignored]]:
        """The findings, unsorted, and those that are ignored."""
        problems: list[Problem] = []
        ignored: list[Ignored] = []
        translations = _translations(found)
        for folder, exam in found.exams.items():
            profile, said = self.profile(folder, exam)
            problems += said
            if profile is None or exam.shape is None:
                continue
            subjects = self._of_exam(folder, exam, profile, found, translations)
            results = [
                *self._questions(subjects, asked),
                *(
                    (None, problem)
                    for problem in self._others(files, folder, profile, translations, asked)
                ),
                *((None, problem) for problem in _tables(found, folder, subjects)),
                *self._bank(exam, subjects, asked),
            ]
            kept, passed = sift(results, subjects, profile, is_quoted=bool(asked.quoted))
            problems += kept
            ignored += passed
        return problems, ignored

    def profile(self, folder: Path, exam: Source) -> tuple[Profile | None, list[Problem]]:
        """The profile that the exam names; None where it names none, or one that is not sound."""
        if exam.shape is None or exam.shape.lint is None:
            return None, []
        path = folder / "lint" / f"{exam.shape.lint.profile}.yaml"
        if not path.exists():
            told = f"there is no profile at {shown_path(path)}: add it, or delete 'lint'"
            return None, [exam.problem(("lint", "profile"), "L900", told)]
        digest = bytes_digest(path)
        known = self._profiles.get(path)
        if known is None or known[0] != digest:
            known = (digest, *_load(path))
            self._profiles[path] = known
        return known[1], known[2]

    def _of_exam(
        self,
        folder: Path,
        exam: Source,
        profile: Profile,
        found: Index,
        translations: Mapping[int, list[Source]],
    ) -> list[Subject]:
        subjects = []
        for name, source in sorted(found.questions.items()):
            if source.exam != folder or source.shape is None or source.shape.status == "retired":
                continue
            others = translations.get(id(source), [])
            made_of = (source, exam, profile, *others)
            known = self._subjects.get(name)
            if known is None or not _same(known[0], made_of):
                subject = Subject(source, exam.shape, profile, _texts(source, others))
                known = (made_of, subject)
                self._subjects[name] = known
            if known[1].key and known[1].distractors:
                subjects.append(known[1])
        return subjects

    def _questions(
        self, subjects: Iterable[Subject], asked: Asked
    ) -> Iterator[tuple[Subject, Problem]]:
        for subject in subjects:
            key = (subject,)
            found = self._once(subject.source.shown, key, partial(_of_question, subject))
            for problem in (
                *found,
                *teaching.fresh(subject, asked.today),
                *wording.original(subject.all_texts, asked.quoted),
            ):
                yield subject, problem

    def _others(
        self,
        files: Files,
        folder: Path,
        profile: Profile,
        translations: Mapping[int, list[Source]],
        asked: Asked,
    ) -> Iterator[Problem]:
        """Comparisons and misconceptions."""
        for source in files.sources:
            if source.exam != folder or source.shape is None or source.kind not in _OTHERS:
                continue
            others = translations.get(id(source), [])
            find = partial(_OTHERS[source.kind], source, others, profile)
            yield from self._once(source.shown, (source, profile, *others), find)
            if asked.quoted:
                yield from wording.original(_texts(source, others), asked.quoted)

    def _bank(
        self, exam: Source, subjects: Sequence[Subject], asked: Asked
    ) -> Iterator[tuple[Subject | None, Problem]]:
        published = [one for one in subjects if one.shape.status == "published"]
        yield from self._likeness.nearest(published)
        yield from alike.same_design(published)
        yield from bank.repeated_words(subjects)
        if asked.with_statistics:
            yield from ((None, problem) for problem in bank.guessed(exam, published))
        least = exam.shape.lint.mix_from
        if asked.with_statistics and least and len(published) >= least:
            for rule in bank.MIX_RULES:
                for problem in rule(exam, published):
                    yield None, problem

    def _once(
        self, name: str, made_of: tuple[object, ...], find: Callable[[], Iterator[Problem]]
    ) -> list[Problem]:
        """What `find` gives, kept as long as it would be made of the same."""
        known = self._found.get(name)
        if known is None or not _same(known[0], made_of):
            known = (made_of, list(find()))
            self._found[name] = known
        return known[1]


def words_of(found: Index) -> dict[str, dict[str, Words]]:
    """The words that mark options, by exam and language, of each exam whose profile is sound."""
    linter = Linter()
    by_exam = {}
    for folder, exam in found.exams.items():
        profile, _ = linter.profile(folder, exam)
        if profile:
            languages = {*profile.absolute, *profile.vague}
            by_exam[exam.shape.id] = {one: bank.words_in(profile, one) for one in languages}
    return by_exam


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _load(path: Path) -> tuple[Profile | None, list[Problem]]:
    document, problem = load(path, shown_path(path))
    if document is None:
        return None, [problem] if problem else []
    profile, problems = validate(document, "profile", shown_path(path))
    return profile, problems


def _translations(found: Index) -> dict[int, list[Source]]:
    """The translations of each source file, by its `id()`, in the order of their languages."""
    by_source: dict[int, list[Source]] = {}
    for translation in found.translations:
        source = source_of(translation, found)
        if source is not None and translation.shape is not None:
            by_source.setdefault(id(source), []).append(translation)
    for those in by_source.values():
        those.sort(key=lambda translation: translation.language)
    return by_source


def _of_question(subject: Subject) -> Iterator[Problem]:
    for rule in _QUESTION_RULES:
        yield from rule(subject)
    yield from parity.made_from(subject.all_texts)
    yield from _of_texts(subject.all_texts, subject.profile)


def _texts(source: Source, others: Iterable[Source]) -> tuple[Texts, ...]:
    """The texts of a file and its translations; of misconceptions, those of each language."""
    if source.kind == "misconceptions":
        by_language: dict[str, dict[str, str]] = {}
        for id_, belief in source.shape.misconceptions.items():
            for part in ("name", "correction"):
                for language, text in getattr(belief, part).items():
                    path = f"misconceptions.{id_}.{part}.{language}"
                    by_language.setdefault(language, {})[path] = text
        return tuple(Texts(source, language, raw) for language, raw in by_language.items())
    return (
        Texts(source, source.shape.language),
        *(Texts(other, other.language) for other in others),
    )


def _of_comparison(source: Source, others: list[Source], profile: Profile) -> Iterator[Problem]:
    all_texts = _texts(source, others)
    yield from comparisons.comparison(source, all_texts)
    yield from parity.made_from(all_texts)
    yield from _of_texts(all_texts, profile)


def _of_misconceptions(source: Source, others: list[Source], profile: Profile) -> Iterator[Problem]:
    yield from _of_texts(_texts(source, others), profile)


def _of_texts(all_texts: Iterable[Texts], profile: Profile) -> Iterator[Problem]:
    for texts in all_texts:
        for text_rule in wording.TEXT_RULES:
            yield from text_rule(texts, profile)


_OTHERS = {"comparison": _of_comparison, "misconceptions": _of_misconceptions}


def _tables(found: Index, folder: Path, subjects: Sequence[Subject]) -> Iterator[Problem]:
    users: dict[str, list[Subject]] = {}
    for subject in subjects:
        for name in subject.shape.comparisons:
            users.setdefault(name, []).append(subject)
    for name, source in sorted(found.comparisons.items()):
        if source.exam == folder and source.shape is not None:
            yield from comparisons.in_its_questions(source, users.get(name, []))
