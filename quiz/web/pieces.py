"""Parts of pages that are the same for everybody: each process renders them once a language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def piece(template: str, **flags: bool) -> SafeString:
    """What `template` makes of `flags` in the page's language.

    It may leave places, such as "@position", that the caller fills with what is safe in HTML.
    """
    return _piece(template, get_language(), **flags)


@lru_cache(maxsize=512)
def _piece(template: str, language: str | None, **flags: Any) -> SafeString:
    """`language` is only part of what it is kept by."""
    return SafeString(render_to_string(template, flags).strip())
