from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest

THEMES = ("system", "light", "dark")


class Shell(NamedTuple):
    """What the frame of every page needs; `theme` is one of THEMES, `path` the page's own address."""

    theme: str
    next_theme: str
    path: str


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else "system"


def shell(request: HttpRequest) -> dict[str, Any]:
    theme = theme_of(request)
    following = THEMES[(THEMES.index(theme) + 1) % len(THEMES)]
    return {"shell": Shell(theme, following, request.get_full_path())}
