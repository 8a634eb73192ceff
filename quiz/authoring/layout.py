"""A file's tree and comments as text in the layout of the shipped files: diffs stay small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quiz.authoring.comments import Comment, comments_of
from quiz.authoring.scalars import (
    ENTRY,
    IN_FLOW,
    KEY,
    block,
    can_be_block,
    is_plain,
    is_word,
    quoted,
)
from quiz.authoring.shape import fields_at, is_prose, is_text
from quiz.authoring.slips import Refusal
from quiz.authoring.strict import parse
from quiz.authoring.tree import Location, plain

_Patterns = tuple[Location, ...]

_ITEM_BLOCKS: _Patterns = (
    *((name,) for name in ("scenario", "stem", "explanation", "takeaway")),
    *(("options", "*", name) for name in ("text", "rationale", "correct_if")),
    *(("diagrams", "*", name) for name in ("alt", "text")),
    ("tips", "*"),
)
_COMPARISON_BLOCKS: _Patterns = (
    ("rows", "*", "*"),
    *(("drills", "*", name) for name in ("statement", "reason")),
)
# By kind: the texts that stand as a block, whatever their length; `*` is any step.
_BLOCKS: dict[str, _Patterns] = {
    "question": _ITEM_BLOCKS,
    "comparison": _COMPARISON_BLOCKS,
    "translation": (*_ITEM_BLOCKS, *_COMPARISON_BLOCKS),
}
# The lists and mappings that stand on one line.
_FLOWS: dict[str, _Patterns] = {
    "question": (("services",), ("reviews",), ("reviews", "*"), ("comparisons",), ("lint_ignore",)),
    "exam": (
        *(("forms", "*"), ("pass_mark",), ("pass_mark", "scale")),
        *(("lint",), ("lint", "require")),
    ),
}
_QUOTED: dict[str, _Patterns] = {"question": (("task",),), "translation": (("of", "*"),)}
# Where the body begins, below a blank line: at the first of the fields from `title` on.
_WITH_HEAD = ("question", "translation")


class LayoutError(Exception):
    """The text would not read back as what it was made from; says how."""


def lay_out(kind: str, values: Any, comments: Sequence[Comment]) -> str:
    """The text of a file of this kind. `values` is its tree as `tree.plain` gives it, a mapping.

    Raises LayoutError rather than lose or change a text or a comment.
    """
    ordered = _ordered(kind, values)
    settled = _Layout(kind, comments).settled(ordered)
    text = _Layout(kind, settled).file(ordered)
    try:
        again = parse(text)
    except Refusal as refusal:
        raise LayoutError(f"it would not be read again: {refusal.message}") from refusal
    if plain(again.root) != values:
        raise LayoutError("a text would not be what it was")
    if _counted(comments_of(text)) != _counted(settled):
        raise LayoutError("a comment would be lost, or go with something else")
    return text


def _counted(comments: Iterable[Comment]) -> Counter[tuple[Location, bool, str]]:
    """Whether a comment is above or behind its entry is no matter."""
    return Counter((comment.where, comment.how == "last", comment.text) for comment in comments)


def _ordered(kind: str, values: Any) -> Any:
    """The same with all fields in the format's order. What has no order there keeps its own."""
    subjects = values.get("subjects")

    def order(where: Location) -> list[str]:
        if len(where) == 2 and where[0] == "rows":
            return ["aspect", *(subjects if isinstance(subjects, dict) else ())]
        names = fields_at(kind, where)
        # What the tool writes comes last.
        return sorted(names, key=lambda name: not where and name == "of")

    def arrange(found: Any, where: Location) -> Any:
        if isinstance(found, list):
            return [arrange(item, (*where, n)) for n, item in enumerate(found)]
        if isinstance(found, str):
            return found
        names = order(where)
        ranks = {name: rank for rank, name in enumerate(names)}
        keys = sorted(found, key=lambda key: ranks.get(key, len(names)))
        return {key: arrange(found[key], (*where, key)) for key in keys}

    return arrange(values, ())


def _is_among(where: Location, patterns: _Patterns) -> bool:
    return any(
        len(where) == len(pattern)
        and all(due in ("*", step) for step, due in zip(where, pattern, strict=True))
        for pattern in patterns
    )


def _steps(values: Any) -> Iterator[tuple[str | int, Any]]:
    return iter(values.items() if isinstance(values, dict) else enumerate(values))


class _Layout:
    """The rules of one file: what stands on one line depends on where comments stand, too."""

    def __init__(self, kind: str, comments: Sequence[Comment]) -> None:
        self.kind = kind
        self.comments = comments
        # Collections that a comment stands in: on one line it would cut off what follows.
        self.broken = {
            comment.where[:length]
            for comment in comments
            for length in range(len(comment.where) + (comment.how == "last"))
        }
        fields = fields_at(kind, ())
        self.body = fields[fields.index("title") :] if kind in _WITH_HEAD else []

    def is_block(self, value: Any, where: Location) -> bool:
        """Whether it is a list or a mapping that goes on below, an entry a line."""
        is_flow = _is_among(where, _FLOWS.get(self.kind, ())) and where not in self.broken
        return not isinstance(value, str) and bool(value) and not is_flow

    def settled(self, values: Any) -> list[Comment]:
        """The comments, each where the layout has room for it.

        One line has room for one comment behind it, `-` with a mapping for none; and what stands
        above the first entry of an item, or of the file, stands above that.
        """
        found: list[Comment] = []
        behind: set[Location] = set()
        for comment in reversed(self.comments):
            where, how = comment.where, comment.how
            value, first = _look_up(values, where)
            if how == "behind":
                is_dash = isinstance(where[-1], int) and self.is_block(value, where)
                how = "above" if is_dash or where in behind else "behind"
                behind.add(where)
            while how == "above" and first and (len(where) == 1 or isinstance(where[-2], int)):
                where = where[:-1]
                first = _look_up(values, where)[1]
            found.append(Comment(where, how, comment.text))
        return found[::-1]

    def said(self, where: Location, how: str) -> list[str]:
        return [c.text for c in self.comments if (c.where, c.how) == (where, how)]

    def file(self, values: Any) -> str:
        empty = [] if values else ["{}"]
        lines = [*self.said((), "above"), *empty, *self.entries(values, (), "")]
        return "\n".join(lines) + "\n"

    def entries(self, values: Any, where: Location, pad: str) -> list[str]:
        lines: list[str] = []
        body = next((name for name in self.body if not where and name in values), None)
        for step, value in _steps(values):
            here = (*where, step)
            # A blank line that is there already belongs to the text above.
            if step == body and lines and lines[-1]:
                lines.append("")
            lines += [pad + comment for comment in self.said(here, "above")]
            lines += self.entry(step, value, here, pad)
        return lines + [pad + comment for comment in self.said(where, "last")]

    def entry(self, step: str | int, value: Any, here: Location, pad: str) -> list[str]:
        head = pad + (f"{self.key(step, here)}:" if isinstance(step, str) else "-")
        behind = "".join(f" {comment}" for comment in self.said(here, "behind"))
        if not self.is_block(value, here):
            first, *rest = self.value(value, here, pad + "  ", is_last=not behind)
            return [f"{head} {first}{behind}", *rest]
        below = self.entries(value, here, pad + "  ")
        if isinstance(step, str):
            return [head + behind, *below]
        return [f"{head} {below[0].removeprefix(pad + '  ')}", *below[1:]]

    def key(self, key: str, here: Location, spot: tuple[str, str, int] = KEY) -> str:
        is_known = key in fields_at(self.kind, here[:-1])
        return key if is_plain(key, spot) and (is_known or is_word(key)) else quoted(key)

    def value(self, value: Any, here: Location, pad: str, *, is_last: bool) -> list[str]:
        """On the line that is begun, and below it where it is a block of text."""
        if isinstance(value, str):
            is_prose_block = value and _is_among(here, self.blocks(here))
            if (is_prose_block or "\n" in value) and can_be_block(value):
                return block(value, pad)
            # A comment behind a text that is not quoted would be refused when it is read.
            is_cut = not is_last and is_prose(self.kind, here)
            return [quoted(value) if is_cut else self.scalar(value, here, ENTRY)]
        return [self.inline(value, here)]

    def blocks(self, here: Location) -> _Patterns:
        is_aspect = here[0] == "rows" and here[-1] == "aspect"
        return () if is_aspect else _BLOCKS.get(self.kind, ())

    def scalar(self, value: str, here: Location, spot: tuple[str, str, int]) -> str:
        is_quoted = _is_among(here, _QUOTED.get(self.kind, ()))
        is_other = is_text(self.kind, here) and not is_word(value)
        return value if is_plain(value, spot) and not is_quoted and not is_other else quoted(value)

    def inline(self, value: Any, here: Location) -> str:
        if isinstance(value, str):
            return self.scalar(value, here, IN_FLOW)
        parts = [(step, self.inline(part, (*here, step))) for step, part in _steps(value)]
        if isinstance(value, list):
            return f"[{', '.join(part for _, part in parts)}]"
        named = (f"{self.key(str(key), (*here, key), IN_FLOW)}: {part}" for key, part in parts)
        return f"{{{', '.join(named)}}}"


def _look_up(values: Any, where: Location) -> tuple[Any, bool]:
    """What stands at `where`, and whether it is the first entry of what it is in."""
    is_first = False
    for step in where:
        is_first = next(iter(_steps(values)))[0] == step
        values = values[step]
    return values, is_first
