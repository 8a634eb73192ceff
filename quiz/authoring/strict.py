"""One YAML file to a tree of places and text, refusing whatever could be misread.

The tree is built from the parser's events, in one pass that stops at the first offender: the
library's own composer recurses, and crashes the process at 60,000 opening brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from quiz.authoring.problem import Problem, brief
from quiz.authoring.slips import LINE_BREAK, Refusal, key_slip, slip
from quiz.authoring.tree import Document, Location, Mapping, Node, Place, Scalar, Sequence

LARGEST_BYTES = 256 * 1024
DEEPEST = 32
_NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]|\ufeff")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def load(path: Path, shown: str) -> tuple[Document | None, Problem | None]:
    """The tree of the file, or the problem that stopped its reading. Never raises for any content.

    `shown` is how the path is named in the problem.
    """
    try:
        return parse(read_text(path)), None
    except Refusal as refusal:
        return None, refusal.problem(shown)


def read_text(path: Path) -> str:
    """The file's text without a byte-order mark. Raises Refusal where it is not to be read."""
    try:
        if path.is_symlink():
            raise Refusal("Y001", "a symbolic link is not followed: put the file itself here")
        if path.suffix != ".yaml":
            raise Refusal("Y007", "the names of question files end in .yaml: rename this one")
        if not path.is_file():
            raise Refusal("Y002", "this is no ordinary file: delete it")
        if path.stat().st_size > LARGEST_BYTES:
            raise Refusal("Y002", "the file is over 256 KiB: one question a file")
        raw = path.read_bytes()
    except OSError as error:
        raise Refusal("Y002", f"the file cannot be read: {error.strerror}") from error
    try:
        return _checked(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal("Y003", _encoding_hint(raw), _place_in(raw[: error.start])) from error


def _checked(text: str) -> str:
    found = _NOT_IN_YAML.search(text)
    if found is None:
        return text
    if "\0" in text[:64]:
        raise Refusal("Y003", "the file is UTF-16: save it as UTF-8")
    said = f"the character U+{ord(found[0]):04X} may not stand in YAML: delete it"
    raise Refusal("Y004", said, _place_in(text[: found.start()].encode()))


def _place_in(before: bytes) -> Place:
    """The place of what comes right after `before`."""
    lines = LINE_BREAK.split(before.decode("utf-8", "replace"))
    return len(lines), len(lines[-1]) + 1


def _encoding_hint(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:64]:
        return "the file is UTF-16: save it as UTF-8"
    try:
        raw.decode("cp932")
    except UnicodeDecodeError:
        return "the file is not UTF-8: save it as UTF-8"
    return "the file looks like Shift_JIS: save it as UTF-8"


def parse(text: str) -> Document:
    """The tree of a whole file's text. Raises Refusal at the first thing that is not taken."""
    lines = LINE_BREAK.split(text)
    try:
        return _Builder(lines).build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise slip(error, lines) from error


class _Builder:
    """Grows the tree event by event. `keys` has the last key of each collection that is open."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.open: list[Sequence | Mapping] = []
        self.keys: list[tuple[str, Place] | None] = []
        self.root: Node | None = None
        self.cut: list[Location] = []

    def build(self, events: Iterable[Any]) -> Document:
        documents = 0
        for event in events:
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.NodeEvent):
                self._node(event, place)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
                self.keys.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    said = "a second document begins here: one file holds one"
                    raise Refusal("Y012", said, place)
        if self.root is None:
            raise Refusal("Y006", "the file is empty: write a question, or delete the file")
        return Document(self.root, self.cut)

    def _node(self, event: Any, place: Place) -> None:
        self._refuse_extras(event, place)
        if isinstance(event, yaml.ScalarEvent):
            if found := _NOT_IN_TEXT.search(event.value):
                said = f"the text holds the control character U+{ord(found[0]):04X}: delete it"
                raise Refusal("Y004", said, place)
            self._add(Scalar(event.value, place))
            if self._is_cut(event):
                self.cut.append(self._path())
            return
        if len(self.open) >= DEEPEST:
            raise Refusal("Y013", f"nested deeper than {DEEPEST} levels: write it flatter", place)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = Mapping({}, {}, place) if is_mapping else Sequence([], place)
        self._add(node)
        self.open.append(node)
        self.keys.append(None)

    def _refuse_extras(self, event: Any, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            said = f"the alias *{brief(event.anchor)}: write the value out, or quote the text"
            raise Refusal("Y010", said, place)
        if event.anchor:
            said = f"the anchor &{brief(event.anchor)}: delete it, or quote a text that begins so"
            raise Refusal("Y010", said, place)
        if event.tag:
            said = f"the tag {brief(event.tag)}: delete it, or quote a text that begins so"
            raise Refusal("Y011", said, place)

    def _is_cut(self, event: Any) -> bool:
        if event.style or event.end_mark.line >= len(self.lines):
            return False
        rest: str = self.lines[event.end_mark.line][event.end_mark.column :]
        return rest.lstrip(" \t").startswith("#")

    def _path(self) -> Location:
        """Where the node that was added last is."""
        return tuple(
            key[0] if key else len(node.items) - 1
            for node, key in zip(self.open, self.keys, strict=True)
        )

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None or key[0] in parent.items:
            self.keys[-1] = _key(node, parent)
        else:
            parent.items[key[0]], parent.keys[key[0]] = node, key[1]


def _key(node: Node, parent: Mapping) -> tuple[str, Place]:
    if not isinstance(node, Scalar):
        raise Refusal("Y015", "a key must be text: quote a text that begins like this", node.place)
    if node.value == "<<":
        raise Refusal("Y010", "the merge key <<: write the fields out", node.place)
    if node.value in parent.items:
        said = f"the key '{brief(node.value)}' stands here twice: delete one of the two"
        raise Refusal("Y014", said, node.place)
    if said := key_slip(node.value):
        raise Refusal("Y005", said, node.place)
    return node.value, node.place
