"""A drawing in text to SVG that our style sheet colours."""

from __future__ import annotations

import re
from html import escape

import ascii2svg

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# What the page does not need: the size is the viewBox's, and the fill is the style sheet's.
_NOISE = re.compile(r' (?:data-cell|data-pad|data-generator)="[^"]*"|(?<=height="100%") fill="#ffffff"')


def svg(text: str, alt: str) -> str:
    """The drawing as an `<svg role="img">` with `alt` as its `<title>`; where it cannot be drawn, `<pre>`.

    The library's `<style>` is cut, since the CSP refuses it; classes stay for our own.
    """
    try:
        drawn, report = ascii2svg.render(
            text, style="flat", theme="auto", describe=True, title=alt or "diagram"
        )
    except Exception:  # noqa: BLE001 - one person keeps that library; a drawing must never stop a page
        drawn, report = "", {}
    if not report.get("ok") or not drawn.startswith("<svg"):
        return f'<pre role="img" aria-label="{escape(alt)}">{escape(text)}</pre>'
    return _NOISE.sub("", _STYLE.sub("", drawn)).strip()
