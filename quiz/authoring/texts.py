"""The texts of a file by path: the same paths for a source file and for its translation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from quiz.authoring.tree import Location

_FIELDS = ("title", "scenario", "stem", "explanation", "takeaway")
_LISTS = {
    "diagrams": ("title", "alt", "text"),
    "references": ("title",),
    "drills": ("statement", "reason"),
}
_OPTION = ("text", "rationale", "correct_if")


def texts_of(shape: Any) -> dict[str, str]:
    """The texts of a question or comparison, or of the translation of one, that are not empty."""
    texts = {name: getattr(shape, name, None) for name in _FIELDS}
    for id_, option in getattr(shape, "options", {}).items():
        texts |= {f"options.{id_}.{part}": getattr(option, part) for part in _OPTION}
    for name, parts in _LISTS.items():
        for n, entry in enumerate(getattr(shape, name, ())):
            texts |= {f"{name}.{n}.{part}": getattr(entry, part) for part in parts}
    texts |= _named("tips", dict(enumerate(getattr(shape, "tips", ()))))
    texts |= _named("subjects", getattr(shape, "subjects", {}))
    for n, row in enumerate(getattr(shape, "rows", ())):
        texts |= _named(f"rows.{n}", row)
    return {path: text for path, text in texts.items() if text}


def _named(above: str, texts: Mapping[Any, str]) -> dict[str, str | None]:
    return {f"{above}.{name}": text for name, text in texts.items()}


def short_digest(text: str) -> str:
    """What `of:` in a translation keeps of each source text: 8 hex digits of its SHA-256."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]


def location(path: str) -> Location:
    """Where the text at `path` stands in the tree of its file."""
    return tuple(int(step) if step.isdecimal() else step for step in path.split("."))
