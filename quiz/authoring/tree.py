"""The tree of a YAML file, each node with its place, and ways to look into it that never fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Place = tuple[int, int]
Location = tuple[str | int, ...]


@dataclass(slots=True)
class Scalar:
    """Text exactly as written."""

    value: str
    place: Place


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    place: Place


@dataclass(slots=True)
class Mapping:
    """`keys` has the place of each key, in the same order as `items`."""

    items: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class Document:
    """A whole file; `cut` says where a comment stands right behind a text that is not quoted."""

    root: Node
    cut: list[Location] = field(default_factory=list)


def at(node: Node, *where: str | int) -> Node | None:
    """What stands at `where` below `node`, or None."""
    found: Node | None = node
    for step in where:
        if isinstance(found, Mapping) and isinstance(step, str):
            found = found.items.get(step)
        elif isinstance(found, Sequence) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
        else:
            return None
    return found


def text(node: Node, *where: str | int) -> str:
    """The text at `where`, or "" where there is none."""
    found = at(node, *where)
    return found.value.strip() if isinstance(found, Scalar) else ""


def keys(node: Node, *where: str | int) -> list[str]:
    """The keys of the mapping at `where`, in order; none where there is no mapping."""
    found = at(node, *where)
    return list(found.items) if isinstance(found, Mapping) else []


def size(node: Node, *where: str | int) -> int:
    """How many entries the list at `where` has; 0 where there is no list."""
    found = at(node, *where)
    return len(found.items) if isinstance(found, Sequence) else 0


def listed(node: Node, *where: str | int) -> list[str]:
    """The texts of the list at `where`, in order; "" for an entry that is no text."""
    return [text(node, *where, n) for n in range(size(node, *where))]


def place_at(node: Node, where: Location) -> Place:
    """The place of what stands at `where`: of its key in a mapping; else of what is nearest."""
    place = node.place
    for step in where:
        if isinstance(node, Mapping) and step in node.items:
            place, node = node.keys[str(step)], node.items[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        else:
            break
    return place


def plain(node: Node) -> Any:
    """The tree as dicts, lists and text."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(item) for key, item in node.items.items()}
