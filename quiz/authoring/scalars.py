"""One text as YAML: plain where that reads back as it was, else quoted, or a block of lines."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import yaml

# Characters that YAML takes in quotes only, written as \u....; line breaks other than \n too.
_ESCAPED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BEGINS_INDENTED = re.compile("\n*[ \t]")

# Where a text may stand: what comes before and behind it, and which event it then is.
ENTRY = ("- ", "\n", 3)
IN_FLOW = ("[", "]\n", 3)
KEY = ("", ": x\n", 3)
_EVENTS = {ENTRY: 7, IN_FLOW: 7, KEY: 8}

Spot = tuple[str, str, int]


@lru_cache(maxsize=8192)
def is_plain(text: str, spot: Spot) -> bool:
    """Whether `text` may stand at `spot` without quotes and is read as it is."""
    if not text or "\n" in text or _ESCAPED.search(text):
        return False
    try:
        events = list(yaml.parse(f"{spot[0]}{text}{spot[1]}", Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    found = events[spot[2]]
    return (
        len(events) == _EVENTS[spot]
        and isinstance(found, yaml.ScalarEvent)
        and (found.value, found.style or "", found.anchor, found.tag) == (text, "", None, None)
    )


def is_word(text: str) -> bool:
    """Whether other programs, which read `no` as false and 1.10 as a number, read text too."""
    others = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ())
    return not any(pattern.match(text) for _, pattern in others)


def quoted(text: str) -> str:
    """In double quotes; in single ones where that saves escapes."""
    has_escapes = '"' in text or "\\" in text
    if has_escapes and not _ESCAPED.search(text) and not re.search("['\n\t]", text):
        return f"'{text}'"
    written = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def can_be_block(text: str) -> bool:
    return bool(text.strip(" \t\n")) and not _ESCAPED.search(text)


def block(text: str, pad: str) -> list[str]:
    """The header, which says what the text's end is, and the lines below it, indented by `pad`."""
    end = "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    header = f"|{'2' if _BEGINS_INDENTED.match(text) else ''}{end}"
    return [header, *(line and pad + line for line in text.removesuffix("\n").split("\n"))]


def comment_lines(text: str) -> list[str]:
    """The lines of a text, with a mark for each character that YAML takes in no comment."""
    return [_ESCAPED.sub("\ufffd", line) for line in text.strip("\n").splitlines()]
