"""What files say of each other: ids, exams, tasks, services, comparisons, misconceptions."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quiz.authoring.files import Files, Source, stem_of
from quiz.authoring.problem import Problem, brief
from quiz.authoring.shape import did_you_mean
from quiz.authoring.tree import Location, keys, listed, size, text


@dataclass(slots=True)
class Index:
    """All files by what they are; a name that is taken twice keeps the first.

    `beside` has the questions and comparisons by folder and name, those taken twice too.
    `unread` has, by kind, the names of the files that could not be parsed: what other files say of
    those is not doubted.
    """

    exams: dict[Path, Source] = field(default_factory=dict)
    questions: dict[str, Source] = field(default_factory=dict)
    comparisons: dict[str, Source] = field(default_factory=dict)
    misconceptions: dict[str, Source] = field(default_factory=dict)
    translations: list[Source] = field(default_factory=list)
    beside: dict[tuple[Path, str], Source] = field(default_factory=dict)
    unread: dict[str, set[str]] = field(default_factory=dict)

    def named(self) -> object:
        """All names that one file may call another by, and where it is."""
        shelves = (self.questions, self.comparisons, self.misconceptions)
        places = [{name: source.shown for name, source in shelf.items()} for shelf in shelves]
        return places, self.unread

    def shelf(self, kind: str) -> dict[str, Source]:
        shelves = {
            "question": self.questions,
            "comparison": self.comparisons,
            "misconception": self.misconceptions,
        }
        return shelves[kind]

    def may_have(self, kind: str, name: str) -> bool:
        """Whether there is such a thing, or may be in a file that could not be parsed."""
        if kind == "misconception" and "misconceptions" in self.unread:
            return True
        return name in self.shelf(kind) or name in self.unread.get(kind, ())


def index(files: Files) -> tuple[Index, list[Problem]]:
    """The files by what they are, and the names that are taken twice."""
    found = Index()
    problems: list[Problem] = []
    for path, kind in files.unread:
        found.unread.setdefault(kind, set()).add(stem_of(path))
    for source in files.sources:
        if source.kind == "translation":
            found.translations.append(source)
        elif source.kind == "exam":
            problems += _claim_exam(found, source)
        elif source.kind == "misconceptions":
            for name in keys(source.node, "misconceptions"):
                where: Location = ("misconceptions", name)
                problems += _claim(found.misconceptions, name, source, where)
        else:
            name = text(source.node, "id") or source.stem
            found.beside.setdefault((source.path.parent, name), source)
            problems += _claim(found.shelf(source.kind), name, source, ("id",))
    return found, problems


def _claim_exam(found: Index, source: Source) -> Iterator[Problem]:
    name = text(source.node, "id")
    for other in found.exams.values():
        if name and text(other.node, "id") == name:
            said = f"the exam '{brief(name)}' is in {other.shown} already: give another id"
            yield source.problem(("id",), "R002", said)
            break
    found.exams[source.path.parent] = source


def _claim(shelf: dict[str, Source], name: str, source: Source, at_: Location) -> Iterator[Problem]:
    first = shelf.setdefault(name, source)
    if first is not source:
        said = f"'{brief(name)}' is in {first.shown} already: give another id"
        yield source.problem(at_, "R002", said)


def check_together(source: Source, found: Index) -> Iterator[Problem]:
    """Everything that a file, but no translation, says of others and that does not hold."""
    if source.kind == "exam":
        yield from _opening(source, found)
        return
    if source.exam is None:
        said = (
            "no exam.yaml in its folder or one above: add it, or name a folder after the exam's id"
        )
        yield source.problem((), "R003", said)
    if source.kind == "misconceptions":
        for name in keys(source.node, "misconceptions"):
            yield from _named(source, ("misconceptions", name, "comparison"), found, "comparison")
        return
    yield from _named_as_file(source)
    if source.kind == "question":
        yield from _question(source, found)


def _named_as_file(source: Source) -> Iterator[Problem]:
    name = text(source.node, "id")
    if name and name != source.path.stem:
        said = f"the id '{brief(name)}' is not the file's name: make both the same"
        yield source.problem(("id",), "R001", said)


_CODES = {"comparison": "R006", "misconception": "R007"}


def _named(source: Source, where: Location, found: Index, kind: str) -> Iterator[Problem]:
    """A problem where the text at `where` names a `kind` that does not exist."""
    name = text(source.node, *where)
    if name and not found.may_have(kind, name):
        mend = did_you_mean(name, found.shelf(kind)) or ": add it, or name another"
        said = f"there is no {kind} '{brief(name)}'{mend}"
        yield source.problem(where, _CODES[kind], said)


def _question(source: Source, found: Index) -> Iterator[Problem]:
    if source.exam in found.exams:
        yield from _in_exam(source, found.exams[source.exam])
    for n in range(size(source.node, "comparisons")):
        yield from _named(source, ("comparisons", n), found, "comparison")
    for id_ in keys(source.node, "options"):
        yield from _named(source, ("options", id_, "misconception"), found, "misconception")


def _in_exam(source: Source, exam: Source) -> Iterator[Problem]:
    domains = keys(exam.node, "domains")
    tasks = [task for id_ in domains for task in keys(exam.node, "domains", id_, "tasks")]
    yield from _of_exam(source, ("task",), tasks, "R004")
    services = listed(exam.node, "services")
    for n in range(size(source.node, "services") if services else 0):
        yield from _of_exam(source, ("services", n), services, "R005")


def _of_exam(
    source: Source, where: Location, known: Collection[str], code: str
) -> Iterator[Problem]:
    name = text(source.node, *where)
    if name and name not in known:
        noun = "task" if code == "R004" else "service"
        mend = _near(name, known) or f": `coverage` prints all {noun}s"
        yield source.problem(where, code, f"exam.yaml has no {noun} '{brief(name)}'{mend}")


def _near(name: str, known: Collection[str]) -> str:
    """Of names that share their first word, such as "Amazon", the second decides: else all are
    near to each other. None is better than a wrong one, which would be taken."""
    first, _, rest = name.partition(" ")
    kin = {one.partition(" ")[2]: one for one in known if one.startswith(f"{first} ")}
    if not rest or not kin:
        return did_you_mean(name, known)
    near = difflib.get_close_matches(rest[:100], kin, n=1, cutoff=0.75)
    return f": did you mean '{kin[near[0]]}'?" if near else ""


def _opening(source: Source, found: Index) -> Iterator[Problem]:
    name = text(source.node, "opening")
    if not name:
        return
    if not found.may_have("question", name):
        mend = did_you_mean(name, found.questions) or ": add it, or name another"
        yield source.problem(("opening",), "R010", f"there is no question '{brief(name)}'{mend}")
    elif name in found.questions and _status(found.questions[name]) != "published":
        said = f"the question '{name}' is not published: the front page cannot offer it"
        yield source.problem(("opening",), "R010", said)


def _status(question: Source) -> str:
    return text(question.node, "status") or "published"
