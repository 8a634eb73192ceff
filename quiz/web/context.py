from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

THEMES = ("system", "light", "dark")


class Shell(NamedTuple):
    """What the frame of every page needs.

    `theme` is one of THEMES, `path` the page's own address, `foot` what stands below every page.
    """

    theme: str
    next_theme: str
    path: str
    foot: SafeString


@lru_cache
def _foot(language: str | None) -> SafeString:
    """The same on every page of a language, so each process renders it once."""
    return render_to_string("web/_foot.html")


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else "system"


def shell(request: HttpRequest) -> dict[str, Any]:
    theme = theme_of(request)
    following = THEMES[(THEMES.index(theme) + 1) % len(THEMES)]
    return {"shell": Shell(theme, following, request.get_full_path(), _foot(get_language()))}
