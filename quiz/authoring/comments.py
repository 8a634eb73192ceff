"""The comments of a YAML text, each with what it goes with: the parser itself passes them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import yaml

from quiz.authoring.slips import LINE_BREAK
from quiz.authoring.tree import Location, Place

How = Literal["above", "behind", "last"]
_Form = Literal["scalar", "flow", "block"]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, `text` from its # on; `where` is the entry that it goes with.

    It stands on a line of its own `above` the entry, or `behind` its value, or `last` in the
    collection at `where`, with no entry of that collection after it. Above () is the file's head.
    """

    where: Location
    how: How
    text: str


@dataclass(slots=True)
class _Entry:
    """What stands at `where`. Lines and columns count from 0.

    `start` is the place of its key, or in a list of its value, which goes from `value` to `end`.
    `column` is where the entries stand of the collection that it is in; -1 for the whole file.
    """

    where: Location
    start: Place
    value: Place
    end: Place
    form: _Form
    column: int
    is_mapping: bool = False
    size: int = 0
    key: tuple[str, Place] | None = None

    @property
    def is_item(self) -> bool:
        return not self.where or isinstance(self.where[-1], int)

    @property
    def reach(self) -> int:
        """The last line whose comments above may still go with this entry, and the next line."""
        return self.start[0] if self.form == "block" else self.value[0]


def comments_of(text: str) -> list[Comment]:
    """All comments of a text that `strict.parse` takes, in their order."""
    lines = LINE_BREAK.split(text)
    outline = _Outline()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        outline.take(event)
    for start, end in outline.spans:
        _blot(lines, start, end)
    written = LINE_BREAK.split(text)
    return [
        outline.comment((n, line.index("#")), written[n], is_own=not line.split("#")[0].strip())
        for n, line in enumerate(lines)
        if "#" in line
    ]


def _blot(lines: list[str], start: Place, end: Place) -> None:
    """Cover a scalar, so that each # which is left begins a comment."""
    for n in range(start[0], min(end[0] + 1, len(lines))):
        first = start[1] if n == start[0] else 0
        last = end[1] if n == end[0] else len(lines[n])
        lines[n] = lines[n][:first] + "x" * (last - first) + lines[n][last:]


class _Outline:
    """The entries of a file in their order, the whole file first, and where its scalars stand."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.spans: list[tuple[Place, Place]] = []
        self._open: list[_Entry] = []

    def take(self, event: Any) -> None:
        start, end = ((mark.line, mark.column) for mark in (event.start_mark, event.end_mark))
        if isinstance(event, yaml.NodeEvent):
            self._node(event, start, end)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop().end = end

    def _node(self, event: Any, start: Place, end: Place) -> None:
        is_scalar = isinstance(event, yaml.ScalarEvent)
        if is_scalar and event.style in ("|", ">"):
            # What stands behind the | is no text: blot from the next line on.
            self.spans.append(((start[0] + 1, 0), end))
            end = start
        elif is_scalar:
            self.spans.append((start, end))
        parent = self._open[-1] if self._open else None
        if parent and parent.is_mapping and parent.key is None:
            parent.key = (event.value, start)
            return
        form: _Form = "scalar" if is_scalar else "flow" if event.flow_style else "block"
        where, begins = self._place_in(parent, start)
        column = parent.value[1] if parent else -1
        entry = _Entry(where, begins, start, end, form, column)
        self.entries.append(entry)
        if not is_scalar:
            entry.is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._open.append(entry)

    def _place_in(self, parent: _Entry | None, start: Place) -> tuple[Location, Place]:
        if parent is None:
            return (), start
        parent.size += 1
        if parent.key is None:
            return (*parent.where, parent.size - 1), start
        (key, place), parent.key = parent.key, None
        return (*parent.where, key), place

    def comment(self, place: Place, line: str, *, is_own: bool) -> Comment:
        text = line[place[1] :].rstrip()
        found = None if is_own else self._before(place)
        if found:
            return Comment(found.where, "behind", text)
        where, how = self._around(place)
        return Comment(where, how, text)

    def _before(self, place: Place) -> _Entry | None:
        """The outermost entry that the comment at `place` stands behind: its value, or its key.

        One whose brackets are still open there is the last choice.
        """
        found = [entry for entry in self.entries[1:] if _touches(entry, place)]
        return max(found, key=lambda e: (e.end <= place, -len(e.where), e.start), default=None)

    def _around(self, place: Place) -> tuple[Location, How]:
        """What a comment on a line of its own goes with: the next entry, or a collection's end."""
        rest = iter(enumerate(self.entries[1:], 1))
        n, after = next(((n, e) for n, e in rest if e.reach > place[0]), (len(self.entries), None))
        flows = [e for e in self.entries if e.form == "flow" and e.value < place < e.end]
        if flows:
            flow = flows[-1]
            if after and _is_in(after.where, flow.where):
                return after.where, "above"
            return flow.where, "last" if flow.size else "above"
        if place < self.entries[0].value:
            return (), "above"
        ended = self._ended(self.entries[n - 1], after, place[1])
        if ended is None and after:
            return after.where, "above"
        return ended.where if ended else (), "last"

    def _ended(self, before: _Entry, after: _Entry | None, column: int) -> _Entry | None:
        """The innermost collection that ends between the two and is indented no deeper."""
        outer = after.column if after else -1
        return next(
            (
                entry
                for entry in reversed(self.entries)
                if entry.form == "block"
                and _is_in(before.where, entry.where)
                and outer < entry.value[1] <= column
            ),
            None,
        )


def _touches(entry: _Entry, place: Place) -> bool:
    line = place[0]
    if entry.form == "scalar":
        return entry.start[0] <= line <= entry.end[0]
    begins = not entry.is_item and entry.start[0] == line
    if entry.form == "block":
        return begins
    return begins or entry.value[0] == line or (entry.end[0] == line and entry.end <= place)


def _is_in(where: Location, collection: Location) -> bool:
    return where[: len(collection)] == collection
