"""A translation brought up to its source: what is there kept, what is missing or stale marked.

The marks are comments of the tool's own, which begin with #~ and are made anew each time; those of
people stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from quiz.authoring.comments import Comment
from quiz.authoring.layout import LayoutError, lay_out
from quiz.authoring.problem import brief
from quiz.authoring.scalars import comment_lines
from quiz.authoring.shape import did_you_mean
from quiz.authoring.texts import location, short_digest
from quiz.authoring.tree import Location
from quiz.authoring.writing import RefusedError

MARK = "#~"
_LISTS = ("diagrams", "tips", "rows", "drills", "references")


@dataclass(frozen=True, slots=True)
class Before:
    """A translation as it is: its tree, its texts that are not empty by path, and its comments."""

    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    comments: Sequence[Comment] = ()

    @property
    def digests(self) -> dict[str, str]:
        """By path, what each source text was when it was translated; quotes and space are gone."""
        return {path: digest.strip() for path, digest in self.values.get("of", {}).items()}


@dataclass(frozen=True, slots=True)
class After:
    """The file's new text. `missing` and `stale` are paths; `said` is what happened to lists."""

    text: str
    missing: list[str]
    stale: list[str]
    said: list[str]


def gone(before: Before, source: Mapping[str, str]) -> Iterator[Location]:
    """Where the translation has a text, or a digest, of something that the source has not."""
    yield from (location(path) for path in before.texts if path not in source)
    yield from (("of", path) for path in before.digests if path not in source)


def taken_out(path: str, before: Before, source: Mapping[str, str]) -> str:
    """Of a list that has become shorter, the entry that was taken out, where the digests tell.

    `path` is of the last entry, which has no partner any more. "" where nothing else is told.
    """

    where = location(path)
    if not any(isinstance(step, int) for step in where):
        return ""

    def is_like(other: str) -> bool:
        steps = location(other)
        return (steps[0], *steps[2:]) == (where[0], *where[2:])

    there = {short_digest(text) for other, text in source.items() if is_like(other)}
    lost = [other for other, digest in before.digests.items() if digest not in there]
    lost = [other for other in lost if is_like(other)]
    return lost[0] if len(lost) == 1 and lost[0] != path else ""


def bring_up(
    id_: str, before: Before, source: Mapping[str, str], still_good: Collection[str]
) -> After:
    """The translation of `source`, its texts by path; nothing of `before` may be `gone` there.

    A text gets the digest of its source if it has none yet, or is among `still_good`.

    Raises RefusedError where `still_good` names what is not translated, or a comment has no place.
    """
    accepted = {*before.texts} if "all" in still_good else {*still_good}
    _check_accepted(accepted, before, source)
    now = {path: short_digest(source[path]) for path in source if path in before.texts}
    known = {path: before.digests[path] for path in before.digests if path not in accepted}
    digests = {path: known.get(path, digest) for path, digest in now.items()}
    missing = [path for path in source if path not in before.texts]
    stale = [path for path, digest in digests.items() if digest != now[path]]

    values: dict[str, Any] = {"format": "1", "translates": id_}
    for path in source:
        where = location(path)
        _put(values, where, _at(before.values, where) or "" if path in before.texts else "")
    if digests:
        values["of"] = digests
    people = [comment for comment in before.comments if not comment.text.startswith(MARK)]
    comments = [_placed(comment, values) for comment in people]
    comments += [mark for path in source for mark in _marks(path, source[path], missing, stale)]
    try:
        text = lay_out("translation", values, comments)
    except LayoutError as error:
        raise RefusedError(f"the translation of '{id_}' cannot be laid out: {error}") from error
    return After(text, missing, stale, list(_lengths(before.values, values)))


def _check_accepted(accepted: Collection[str], before: Before, source: Mapping[str, str]) -> None:
    for path in sorted(accepted):
        if path not in source:
            mend = did_you_mean(path, source) or ": name a text as in 'of'"
            raise RefusedError(f"the source has no text '{brief(path)}'{mend}")
        if path not in before.texts:
            raise RefusedError(f"'{path}' is not translated yet: write it first")


def _marks(path: str, text: str, missing: Sequence[str], stale: Sequence[str]) -> Iterator[Comment]:
    lines: list[str] = []
    if path in stale:
        lines = [f"The source text is now as below. Where this fits it: --still-good {path}"]
    if lines or path in missing:
        for line in [*lines, *comment_lines(text)]:
            yield Comment(location(path), "above", f"{MARK} {line}".rstrip())


def _at(values: Any, where: Location) -> Any:
    """What is there, or None."""
    for step in where:
        is_there = step in values if isinstance(values, dict) else _has(values, step)
        if not is_there:
            return None
        values = values[step]
    return values


def _has(values: Any, step: str | int) -> bool:
    return isinstance(values, list) and isinstance(step, int) and step < len(values)


def _put(values: Any, where: Location, text: str) -> None:
    """Put the text there, with all that it needs around it; lists are filled from their start."""
    for step, below in pairwise(where):
        if _at(values, (step,)) is None:
            _set(values, step, [] if isinstance(below, int) else {})
        values = values[step]
    _set(values, where[-1], text)


def _set(values: Any, step: str | int, value: Any) -> None:
    if isinstance(values, list):
        values.append(value)
    else:
        values[step] = value


def _placed(comment: Comment, values: Any) -> Comment:
    """The comment; where what it went with is no more, last in what that was in."""
    where, how = comment.where, comment.how
    while _at(values, where) is None:
        where, how = where[:-1], "last"
    return Comment(where, how, comment.text)


def _lengths(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in _LISTS:
        ours, theirs = len(before.get(name, ())), len(after.get(name, ()))
        if ours and ours != theirs:
            done = "the rest is added, empty" if ours < theirs else "the empty rest is deleted"
            said = f"'{name}' had {ours} here and has {theirs} in the source: matched by position"
            yield f"{said}, {done}"
