"""One YAML file to plain nodes with their places, refusing whatever could be misread.

A tree is built from the parser's events, in one pass that stops at the first offender: composing
with the library's own composer recurses, and crashes the process at 60,000 opening brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from quiz.authoring.problem import Problem

LARGEST_BYTES = 256 * 1024
DEEPEST = 32

Place = tuple[int, int]


@dataclass(slots=True)
class Scalar:
    """Text exactly as written; `is_cut` where a comment right behind it hides what may be meant."""

    value: str
    place: Place
    is_cut: bool = False


@dataclass(slots=True)
class Sequence:
    items: list[Node]
    place: Place


@dataclass(slots=True)
class Mapping:
    """`keys` has the place of each key, in the same order as `items`."""

    items: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping


class _Refused(Exception):
    def __init__(self, code: str, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place


def load(path: Path, shown: str) -> tuple[Node | None, Problem | None]:
    """The tree of the file, or the problem that stopped its reading. Never raises for any content.

    `shown` is how the path is named in the problem.
    """
    try:
        return _tree(_text(path)), None
    except _Refused as refused:
        return None, Problem(shown, *refused.place, refused.code, refused.message)


def _text(path: Path) -> str:
    if path.is_symlink():
        raise _Refused("Y001", "a symbolic link is not followed: put the file itself here")
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _Refused("Y002", "the file is over 256 KiB: one question a file")
        raw = path.read_bytes()
    except OSError as error:
        raise _Refused("Y002", f"the file cannot be read: {error.strerror}") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _Refused("Y003", _encoding_hint(raw), _place_of(raw, error.start)) from error


def _place_of(raw: bytes, at: int) -> Place:
    before = raw[:at].decode("utf-8", "replace")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _encoding_hint(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw[:64]:
        return "the file is UTF-16: save it as UTF-8"
    try:
        raw.decode("cp932")
    except UnicodeDecodeError:
        return "the file is not UTF-8: save it as UTF-8"
    return "the file looks like Shift_JIS: save it as UTF-8"


def _tree(text: str) -> Node:
    lines = text.split("\n")
    try:
        return _Builder(lines).build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.reader.ReaderError as error:
        at = error.position if isinstance(error.position, int) else 0
        raise _Refused(
            "Y004",
            "a character that may not stand in YAML: delete it",
            (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)),
        ) from error
    except yaml.MarkedYAMLError as error:
        raise _slip(error, lines) from error


class _Builder:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.open: list[Sequence | Mapping] = []
        self.keys: list[tuple[str, Place] | None] = []
        self.root: Node | None = None

    def build(self, events: object) -> Node:
        documents = 0
        for event in events:  # type: ignore[attr-defined]  # the stubs name no type for it
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused("Y012", "a second document begins here: one file holds one", place)
            elif isinstance(event, yaml.AliasEvent):
                raise _Refused("Y010", f"the alias *{event.anchor}: write the value out", place)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, place)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
                self.keys.pop()
        if self.root is None:
            raise _Refused("Y006", "the file is empty")
        return self.root

    def _node(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor:
            raise _Refused("Y010", f"the anchor &{event.anchor}: delete it", place)
        tag = getattr(event, "tag", None)
        if tag:
            raise _Refused("Y011", f"the tag {tag}: delete it, or quote the text", place)
        if isinstance(event, yaml.ScalarEvent):
            self._add(Scalar(event.value, place, self._is_cut(event)))
            return
        if len(self.open) >= DEEPEST:
            raise _Refused("Y013", f"nested deeper than {DEEPEST} levels", place)
        node: Sequence | Mapping = (
            Mapping({}, {}, place)
            if isinstance(event, yaml.MappingStartEvent)
            else Sequence([], place)
        )
        self._add(node)
        self.open.append(node)
        self.keys.append(None)

    def _is_cut(self, event: yaml.ScalarEvent) -> bool:
        if event.style or event.end_mark.line >= len(self.lines):
            return False
        rest = self.lines[event.end_mark.line][event.end_mark.column :]
        return bool(event.value) and rest.lstrip(" ").startswith("#")

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            parent.items[key[0]] = node
            parent.keys[key[0]] = key[1]
            self.keys[-1] = None
            return
        if not isinstance(node, Scalar):
            raise _Refused("Y015", "a key must be text", node.place)
        if node.value == "<<":
            raise _Refused("Y010", "the merge key <<: write the fields out", node.place)
        if node.value in parent.items:
            raise _Refused("Y014", f"the key '{node.value}' stands here twice", node.place)
        self.keys[-1] = (node.value, node.place)


_SLIPS = (
    (re.compile(r"^\s*(- +)?[\w-]+："), "a full-width colon (：): write ': ' in half width"),
    (re.compile(r"^\s*\u3000|^\s*-\u3000|:\u3000"), "a full-width space: write a half-width one"),
    (re.compile(r"^ *\t"), "a tab: indent with spaces"),
    (re.compile(r"[:-] +`"), "a text that begins with a backtick: quote it, or write it under '|'"),
    (re.compile(r"[:-] +\*"), "a text that begins with *: quote it, or write it under '|'"),
    (re.compile(r"[:-] +[%@]"), "a text that begins with % or @: quote it, or write it under '|'"),
    (re.compile(r"[:-] +\["), "a text that begins with [: quote it, or close the list with ]"),
    (re.compile(r"[:-] +[“”‘’]"), "a smart quote: use a straight one"),
    (re.compile(r"[:-] +[^'\"|>#]*\S: "), "a text with ': ' in it: quote it, or write it under '|'"),
)


def _slip(error: yaml.MarkedYAMLError, lines: list[str]) -> _Refused:
    """The parser's complaint, with the mend where one of the common slips stands nearby."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _Refused("Y005", f"not YAML: {error.problem}")
    place = (mark.line + 1, mark.column + 1)
    near = [n for n in (mark.line, mark.line - 1) if 0 <= n < len(lines)]
    for number in near:
        for pattern, mend in _SLIPS:
            if found := pattern.search(lines[number]):
                return _Refused("Y005", mend, (number + 1, found.start() + 1))
    return _Refused("Y005", f"not YAML: {error.problem}", place)
