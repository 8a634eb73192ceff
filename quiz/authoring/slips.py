"""Common slips in YAML, each with its mend, where the parser would only say that it fails."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from quiz.authoring.problem import Problem
from quiz.authoring.tree import Place

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

_COLON = "a full-width colon (：): write ': ' in half width"
_SPACE = "a full-width space: write half-width spaces"
_QUOTE = "quote the text, or write it under '|'"
_Slips = tuple[tuple[re.Pattern[str], str], ...]
_STRUCTURE: _Slips = (
    (re.compile(r"^\s*(?:- +)?[\w-]+："), _COLON),
    (re.compile(r"^\s*\u3000|^ *-\u3000|^ *(?:- +)?[\w-]+:\u3000"), _SPACE),
    (re.compile(r"^ *(?:- *)?\t"), "a tab: indent with spaces"),
)
_ANYWHERE: _Slips = (
    *_STRUCTURE,
    (re.compile(r"(?<=[:-] )`"), f"a text that begins with a backtick: {_QUOTE}"),
    (re.compile(r"(?<=[:-] )@"), f"a text that begins with @: {_QUOTE}"),
    (re.compile(r"(?<=[:-] )%|^%"), f"a text that begins with %: {_QUOTE}"),
    (re.compile(r"(?<=[:-] )\*"), f"a text that begins with *: {_QUOTE}"),
    (re.compile(r"(?<=[:-] )\[(?!.*\]\s*$)"), f"a text that begins with [: {_QUOTE}"),
    (re.compile(r"(?<=[:-] )\{(?!.*\}\s*$)"), f"a text that begins with {{: {_QUOTE}"),
    (
        re.compile(r"(?<=[:-] )[“”‘’](?=.*:(?: |$))"),
        "a smart quote does not quote: write a straight one",
    ),
    (re.compile(r"(?<=[:-] )(?=[^'\"|>#\s].*:(?: |$))"), f"a text with ': ' in it: {_QUOTE}"),
)
_HERE: _Slips = (
    (
        re.compile(r"(?<=[:-] )(?=[\"'])"),
        "quotes that do not match: check where they open and close",
    ),
)
_BEFORE: _Slips = (
    (re.compile(r"(?<=\s)#"), f"a comment inside a text, which goes on below: {_QUOTE}"),
)

# Contexts of the parser whose mark is where the slip is; its problem may be found far below.
_BEGAN = ("while scanning a simple key", "while scanning a quoted scalar")


class Refusal(Exception):  # noqa: N818 - it becomes a problem, never an error that one meets
    """Why a file is not read on, and where."""

    def __init__(self, code: str, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place

    def problem(self, shown: str) -> Problem:
        """The same of the file that is named `shown`."""
        return Problem(shown, *self.place, self.code, self.message)


@lru_cache(maxsize=4096)
def key_slip(key: str) -> str:
    """What is wrong with a key that YAML takes and that nobody can have meant; "" if nothing."""
    if key.startswith("\u3000"):
        return _SPACE
    return _COLON if re.match(r"[\w-]+：", key) else ""


def slip(error: yaml.YAMLError, lines: list[str]) -> Refusal:
    """The parser's complaint, with the mend where one of the common slips stands nearby."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    for number, slips in _near(error, line):
        for pattern, mend in slips:
            if number < len(lines) and (found := pattern.search(lines[number])):
                return Refusal("Y005", mend, (number + 1, found.start() + 1))
    problem = getattr(error, "problem", error)
    said = f"not YAML ({problem}): check the indentation, colon and quotes here"
    return Refusal("Y005", said, (line + 1, column + 1))


def _near(error: yaml.YAMLError, line: int) -> list[tuple[int, _Slips]]:
    """The lines to look at, counted from 0, likeliest first, and what to look for there."""
    near = [(line, _ANYWHERE + _HERE), (max(line - 1, 0), _STRUCTURE + _BEFORE)]
    if isinstance(error, yaml.MarkedYAMLError) and error.context_mark and error.context in _BEGAN:
        near.insert(0, (error.context_mark.line, _ANYWHERE + _HERE))
    return near
