"""The texts of a file by path: the same paths for a source file and for its translation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

_PARTS = {
    "question": ("title", "scenario", "stem", "explanation", "takeaway"),
    "comparison": ("title",),
}
_LISTS = {
    "question": {"diagrams": ("title", "alt", "text"), "references": ("title",)},
    "comparison": {"drills": ("statement", "reason"), "references": ("title",)},
}


def texts_of(file: Mapping[str, Any], kind: str) -> dict[str, str]:
    """The texts of a question's or a comparison's plain values, or of its translation's."""
    return {path: text for path, text in _all(file, kind) if text}


def _all(file: Mapping[str, Any], kind: str) -> Iterable[tuple[str, str | None]]:
    for name in _PARTS[kind]:
        yield name, file.get(name)
    for name, parts in _LISTS[kind].items():
        for n, entry in enumerate(file.get(name) or []):
            yield from ((f"{name}.{n}.{part}", entry.get(part)) for part in parts)
    if kind == "question":
        for id, option in file["options"].items():
            for part in ("text", "rationale", "correct_if"):
                yield f"options.{id}.{part}", option.get(part)
        for n, tip in enumerate(file.get("tips") or []):
            yield f"tips.{n}", tip
    else:
        for id, name in file["subjects"].items():
            yield f"subjects.{id}", name
        for n, row in enumerate(file.get("rows") or []):
            yield from ((f"rows.{n}.{column}", cell) for column, cell in row.items())


def short_digest(text: str) -> str:
    """What `of:` in a translation keeps of each source text: 8 hex digits of its SHA-256."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]
