"""All rules over all files: what they find, and what the authors have decided to pass over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from quiz.authoring.files import Files, Source, shown_path
from quiz.authoring.lint import bank, comparisons, options, parity, stem, teaching, wording
from quiz.authoring.lint.cues import Words
from quiz.authoring.lint.subject import Subject, Texts
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile
from quiz.authoring.references import Index
from quiz.authoring.shape import validate
from quiz.authoring.strict import load
from quiz.authoring.translations import source_of

_QUESTION_RULES = (
    *(*options.RULES, *stem.RULES, *teaching.RULES),
    *(*wording.RULES, *parity.RULES),
)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that the question's `lint_ignore` passes over, and why."""

    problem: Problem
    why: str


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
        self._likeness = bank.Likeness()

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
                    for problem in self._others(files, folder, profile, translations)
                ),
                *((None, problem) for problem in _tables(found, folder, subjects)),
                *self._bank(exam, subjects, asked),
            ]
            kept, passed = _sift(results, subjects, profile)
            problems += kept
            ignored += passed
        return problems, ignored

    def profile(self, folder: Path, exam: Source) -> tuple[Profile | None, list[Problem]]:
        """The profile that the exam names; None where it names none, or one that is not sound."""
        if exam.shape is None or exam.shape.lint is None:
            return None, []
        name = exam.shape.lint.profile
        path = folder / "lint" / f"{name}.yaml"
        if not path.is_file():
            told = f"there is no profile at {shown_path(path)}: add it, or delete 'profile'"
            return None, [exam.problem(("lint", "profile"), "L900", told)]
        raw = path.read_bytes()
        known = self._profiles.get(path)
        if known is None or known[0] != raw:
            known = (raw, *_load(path))
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
                texts = [Texts(source, source.shape.language)]
                texts += [Texts(other, other.language) for other in others]
                subject = Subject(source, exam.shape, profile, tuple(texts))
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
                *wording.original(subject, dict(asked.quoted)),
            ):
                yield subject, problem

    def _others(
        self,
        files: Files,
        folder: Path,
        profile: Profile,
        translations: Mapping[int, list[Source]],
    ) -> Iterator[Problem]:
        """Comparisons and misconceptions."""
        for source in files.sources:
            if source.exam != folder or source.shape is None:
                continue
            if source.kind == "comparison":
                others = translations.get(id(source), [])
                yield from self._once(
                    source.shown,
                    (source, profile, *others),
                    partial(_of_comparison, source, others, profile),
                )
            elif source.kind == "misconceptions":
                yield from self._once(
                    source.shown,
                    (source, profile),
                    partial(_of_misconceptions, source, profile),
                )

    def _bank(
        self, exam: Source, subjects: Sequence[Subject], asked: Asked
    ) -> Iterator[tuple[Subject | None, Problem]]:
        published = [one for one in subjects if one.shape.status == "published"]
        yield from self._likeness.nearest(published)
        yield from bank.same_design(published)
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
    for texts in subject.all_texts:
        for text_rule in wording.TEXT_RULES:
            yield from text_rule(texts, subject.profile)


def _of_comparison(source: Source, others: list[Source], profile: Profile) -> Iterator[Problem]:
    all_texts = [Texts(source, source.shape.language)]
    all_texts += [Texts(other, other.language) for other in others]
    yield from comparisons.comparison(source, all_texts)
    yield from parity.made_from(all_texts)
    for texts in all_texts:
        for text_rule in wording.TEXT_RULES:
            yield from text_rule(texts, profile)


def _of_misconceptions(source: Source, profile: Profile) -> Iterator[Problem]:
    by_language: dict[str, dict[str, str]] = {}
    for id_, belief in source.shape.misconceptions.items():
        for part, named in (("name", belief.name), ("correction", belief.correction)):
            for language, text in named.items():
                by_language.setdefault(language, {})[f"misconceptions.{id_}.{part}.{language}"] = (
                    text
                )
    for language, raw in by_language.items():
        for text_rule in wording.TEXT_RULES:
            yield from text_rule(Texts(source, language, raw), profile)


def _tables(found: Index, folder: Path, subjects: Sequence[Subject]) -> Iterator[Problem]:
    users: dict[str, list[Subject]] = {}
    for subject in subjects:
        for name in subject.shape.comparisons:
            users.setdefault(name, []).append(subject)
    for name, source in sorted(found.comparisons.items()):
        if source.exam == folder and source.shape is not None:
            yield from comparisons.in_its_questions(source, users.get(name, []))


def _sift(
    results: Iterable[tuple[Subject | None, Problem]],
    subjects: Iterable[Subject],
    profile: Profile,
) -> tuple[list[Problem], list[Ignored]]:
    """What stays, and what is passed over; a passing over that finds nothing is a finding.

    What is found in a draft is a warning: it may be unfinished.
    """
    kept, passed = [], []
    used = set()
    for subject, problem in results:
        if problem.code in profile.off:
            continue
        why = subject.shape.lint_ignore.get(problem.code) if subject else None
        if subject and why:
            passed.append(Ignored(problem, why))
            used.add((subject.shape.id, problem.code))
        else:
            is_draft = subject is not None and subject.shape.status == "draft"
            kept.append(replace(problem, is_warning=True) if is_draft else problem)
    for subject in subjects if "L39" not in profile.off else ():
        for code in subject.shape.lint_ignore:
            if (subject.shape.id, code) not in used:
                told = f"{code} finds nothing here: delete this line"
                where = ("lint_ignore", code)
                kept.append(subject.source.problem(where, "L39", told, is_warning=True))
    return kept, passed
