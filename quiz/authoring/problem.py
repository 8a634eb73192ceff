"""What the reader has to say about a file."""

from __future__ import annotations

from dataclasses import dataclass


def brief(value: object) -> str:
    """What the author wrote, on one line and cut to a length that fits in a message."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding in a file; `line` and `column` count from 1. Its message says what to do.

    A warning, which only house style gives, wants a look by a person and fails no check.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    is_warning: bool = False

    @property
    def is_error(self) -> bool:
        """Y, Q and R stop publishing; L, house style, never does, and counts in a strict check."""
        return self.code[0] in "YQR"

    def __str__(self) -> str:
        said = f"warning: {self.message}" if self.is_warning else self.message
        return f"{self.path}:{self.line}:{self.column}: {self.code} {said}"
