"""What the authors have decided to pass over, rule by rule or question by question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quiz.authoring.lint.subject import Subject
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that the question's `lint_ignore` passes over, and why."""

    problem: Problem
    why: str


def sift(
    results: Iterable[tuple[Subject | None, Problem]],
    subjects: Iterable[Subject],
    profile: Profile,
    *,
    is_quoted: bool,
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
    may_find = None if is_quoted else "L33"
    for subject in subjects if "L39" not in profile.off else ():
        for code in subject.shape.lint_ignore:
            if code != may_find and (subject.shape.id, code) not in used:
                told = f"{code} finds nothing here: delete this line"
                where = ("lint_ignore", code)
                kept.append(subject.source.problem(where, "L39", told, is_warning=True))
    return kept, passed
