"""Names of people: how one is written, what it may hold, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
# Letters to Unicode, and yet nothing to see: the fillers of Hangul, and Braille without a dot.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def written(name: str) -> str:
    """`name` as it is kept: in NFKC, with one space between words and none around them."""
    return re.sub(" +", " ", unicodedata.normalize("NFKC", name)).strip(" ")


def key_of(name: str) -> str:
    """The same for names that differ in case only. At most three times as long as the name."""
    return unicodedata.normalize("NFKC", written(name).casefold())


def is_plain(name: str) -> bool:
    """Something to see, and nothing that hides or turns the text: control and bidi characters."""
    kinds = [unicodedata.category(sign) for sign in name]
    is_seen = any(kind[0] in "LNPS" for kind in kinds)
    is_hiding = any(kind[0] == "C" or kind in ("Zl", "Zp") for kind in kinds)
    return is_seen and not is_hiding and _BLANKS.isdisjoint(name)
