"""Texts that are ready for a page.

The one place that declares HTML to be safe: it came from `rendering`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString

from quiz.assessment.item import Text
from quiz.rendering import drawing, markdown


def languages() -> list[str]:
    """Of the pages, as codes such as `ja`."""
    return [code for code, _name in settings.LANGUAGES]


class Shown(NamedTuple):
    """`lang` is "" where the text is in the page's own language."""

    html: SafeString
    lang: str


def _revive(value: dict[str, Any]) -> Any:
    if value.keys() == {"html", "lang"}:
        return Shown(SafeString(value["html"]), value["lang"])
    return value


class ShownDecoder(json.JSONDecoder):
    """JSON whose `{"html": …, "lang": …}` objects become `Shown`; only `Page` below writes them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "object_hook": _revive})


def revived(value: Any) -> Any:
    """What `Page` wrote, as the templates take it, without a way through the database."""
    if isinstance(value, dict):
        return _revive({name: revived(part) for name, part in value.items()})
    return [revived(part) for part in value] if isinstance(value, list) else value


class Page:
    """Renders texts for a page in `language` into JSON values that `ShownDecoder` reads back."""

    def __init__(self, language: str) -> None:
        self.language = language

    def _shown(self, html: str, language: str) -> dict[str, str]:
        return {"html": html, "lang": "" if language == self.language else language}

    def plain(self, text: Text) -> dict[str, str]:
        escaped = text.value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self._shown(escaped, text.language)

    def inline(self, text: Text) -> dict[str, str] | None:
        return self._shown(markdown.inline(text.value), text.language) if text.value else None

    def block(self, text: Text) -> dict[str, str] | None:
        return self._shown(markdown.block(text.value), text.language) if text.value else None

    def drawing(self, text: Text, alt: Text) -> dict[str, str]:
        return self._shown(drawing.svg(text.value, alt.value), text.language)

    def named(self, names: Mapping[str, str]) -> dict[str, str]:
        """The name in the page's language, else the first that there is."""
        return self.plain(self._pick(names))

    def named_inline(self, names: Mapping[str, str]) -> dict[str, str] | None:
        """The same, for a sentence with inline Markdown."""
        return self.inline(self._pick(names))

    def _pick(self, names: Mapping[str, str]) -> Text:
        language = self.language if self.language in names else next(iter(names))
        return Text(names[language], language)
