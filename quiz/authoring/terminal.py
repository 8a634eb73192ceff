"""Text for a terminal: lines of a width in columns, of which full-width characters take two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.authoring.lint.measure import columns

_PIECE = re.compile(r"[!-~‘-”]+[ ]?|.", re.DOTALL)
_NOT_FIRST = "、。，．）」』】？！ー"


def wrapped(text: str, width: int, indent: str = "") -> Iterator[str]:
    """The lines of Markdown `text`, its paragraphs filled; lists, tables and code as they are."""
    in_code = False
    for paragraph in text.splitlines():
        in_code ^= paragraph.lstrip().startswith("```")
        if in_code or paragraph.lstrip().startswith("|"):
            yield indent + paragraph
        else:
            own = re.match(r"\s*(?:[-*] |[0-9]+\. )?", paragraph)
            hang = " " * len(own[0]) if own else ""
            yield from _filled(paragraph, width, indent, hang)


def _filled(paragraph: str, width: int, indent: str, hang: str) -> Iterator[str]:
    line = indent
    for piece in _PIECE.findall(paragraph):
        is_over = columns(line + piece.rstrip()) > width
        if is_over and line.strip() and piece not in _NOT_FIRST:
            yield line.rstrip()
            line = indent + hang + piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
