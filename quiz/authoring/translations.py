"""Translations held against what they translate: the same texts, and none older than its source."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.authoring.files import Source
from quiz.authoring.problem import Problem, brief
from quiz.authoring.references import Index
from quiz.authoring.shape import did_you_mean
from quiz.authoring.texts import location, short_digest, texts_of
from quiz.authoring.tree import size, text

_LISTS = ("diagrams", "tips", "rows", "drills", "references")


def source_of(translation: Source, found: Index) -> Source | None:
    """What is translated: the question or comparison of that id that stands beside it."""
    name = text(translation.node, "translates")
    return found.beside.get((translation.path.parent, name))


def check_translation(translation: Source, found: Index) -> Iterator[Problem]:
    """Everything that keeps the translation from its source, or has fallen behind it."""
    name = text(translation.node, "translates")
    if name and name != translation.stem:
        said = f"'{brief(name)}' is not the file's name without its language: make both the same"
        yield translation.problem(("translates",), "R001", said)
    source = source_of(translation, found)
    if source is not None:
        yield from _beside(translation, source)
    elif name and not _may_exist(name, found):
        known = {**found.comparisons, **found.questions}
        mend = did_you_mean(name, known) or ": put it there, or delete the translation"
        mend = f": move this file beside {known[name].shown}" if name in known else mend
        said = f"there is no '{brief(name)}' beside this file to translate{mend}"
        yield translation.problem(("translates",), "R008", said)


def _may_exist(name: str, found: Index) -> bool:
    return any(name in found.unread.get(kind, ()) for kind in ("question", "comparison"))


def _beside(translation: Source, source: Source) -> Iterator[Problem]:
    if translation.language == text(source.node, "language"):
        said = f"{source.shown} is in '{translation.language}' already: name another language"
        yield translation.problem((), "R009", said)
    fits = True
    for name in _LISTS:
        ours, theirs = size(translation.node, name), size(source.node, name)
        if ours and ours != theirs:
            said = f"'{name}': {ours} here, {theirs} in the source: match them one by one"
            yield translation.problem((name,), "R009", said)
            fits = False
    if fits and translation.shape and source.shape:
        yield from _texts(translation, source)


def _texts(translation: Source, source: Source) -> Iterator[Problem]:
    here, there = texts_of(translation.shape), texts_of(source.shape)
    for path in here:
        if path not in there:
            mend = did_you_mean(path, there) or ": delete it"
            yield translation.problem(location(path), "R009", f"the source has no '{path}'{mend}")
    for path in there:
        if path not in here:
            said = f"'{path}' is not translated: pages show it in '{source.shape.language}'"
            yield translation.problem(location(path), "L902", said, is_warning=True)
    for path, digest in translation.shape.of.items():
        now = short_digest(there.get(path, ""))
        if path not in there:
            mend = did_you_mean(path, there) or ": delete it"
            said = f"the source has no '{brief(path)}'{mend}"
            yield translation.problem(("of", path), "R009", said)
        elif digest != now:
            said = (
                f"'{path}' was translated from {brief(digest)}, its source is {now} now: look again"
            )
            yield translation.problem(location(path), "L901", said, is_warning=True)
