from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

THEMES = ("system", "light", "dark")


class Frame(NamedTuple):
    """What is the same on every page of a language: of the head, above and below the page."""

    head: SafeString
    bar: SafeString
    foot: SafeString
    language_url: str
    theme_url: str


class Shell(NamedTuple):
    """What the frame of every page needs. `theme` is one of THEMES, `path` the page's address."""

    theme: str
    next_theme: str
    path: str
    head: SafeString
    bar: SafeString
    foot: SafeString
    language_url: str
    theme_url: str


@lru_cache
def _frame(language: str | None) -> Frame:
    """Each process renders it once."""
    return Frame(
        head=render_to_string("web/_head.html"),
        bar=render_to_string("web/_bar.html"),
        foot=render_to_string("web/_foot.html"),
        language_url=reverse("web:language-choose"),
        theme_url=reverse("web:theme-choose"),
    )


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else "system"


def shell(request: HttpRequest) -> dict[str, Any]:
    theme = theme_of(request)
    following = THEMES[(THEMES.index(theme) + 1) % len(THEMES)]
    return {"shell": Shell(theme, following, request.get_full_path(), *_frame(get_language()))}
