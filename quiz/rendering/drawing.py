"""A drawing in text to SVG that our style sheet colours."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

import ascii2svg

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# What the page does not need: the size is the viewBox's, and the fill is the style sheet's.
_NOISE = re.compile(
    r' (?:data-cell|data-pad|data-generator)="[^"]*"|(?<=height="100%") fill="#ffffff"'
)
_LETTERS = re.compile(r'<text x="([\d. ]+)" y="([\d.]+)">([^<]*)</text>')


def _merge_letters(drawn: str) -> str:
    """One `<text>` a row with a place a letter; the library writes one a full-width letter."""
    rows: dict[str, tuple[list[str], list[str]]] = {}
    for places, y, letters in _LETTERS.findall(drawn):
        xs, found = rows.setdefault(y, ([], []))
        xs += places.split()
        found += [escape(letter, quote=False) for letter in unescape(letters)]
    if any(len(xs) != len(letters) for xs, letters in rows.values()):
        return drawn
    texts = [
        f'<text x="{" ".join(xs)}" y="{y}">{"".join(letters)}</text>'
        for y, (xs, letters) in rows.items()
    ]
    return _LETTERS.sub("", drawn).replace("</svg>", "".join(texts) + "</svg>")


def _rendered(text: str, **options: Any) -> tuple[str, dict[str, Any]] | None:
    """The drawing and the library's report; None where it raises."""
    try:
        drawn, report = ascii2svg.render(text, style="flat", theme="auto", describe=True, **options)
    except Exception:  # noqa: BLE001 - one person keeps that library; a drawing must never stop a page
        return None
    return drawn, report


def flaws(text: str) -> list[tuple[int, str]]:
    """What looks like a slip in the drawing: the line, from 1, and a hint; none if it is sound."""
    rendered = _rendered(text, title="-")
    if rendered is None:
        return [(1, "it cannot be drawn: use boxes of + - | and arrows of - | > < v ^")]
    report = rendered[1]
    return [(flaw["row"], f"{flaw['issue']}; {flaw['hint']}") for flaw in report["warnings"]]


def svg(text: str, alt: str) -> str:
    """The drawing as an `<svg role="img">` titled `alt`; where it cannot be drawn, a `<pre>`.

    The library's `<style>` is cut, since the CSP refuses it; classes stay for our own.
    """
    # Rounded corners are a quarter of a drawing's bytes.
    drawn, report = _rendered(text, title=alt or "diagram", square=True) or ("", {})
    if not report.get("ok") or not drawn.startswith("<svg"):
        return f'<pre role="img" aria-label="{escape(alt)}">{escape(text)}</pre>'
    return _merge_letters(_NOISE.sub("", _STYLE.sub("", drawn))).strip()
