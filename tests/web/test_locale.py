from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest

LOCALE = Path(__file__).parents[2] / "quiz" / "web" / "locale"


def entries(po: str) -> dict[str, str]:
    """Text by msgid; of plural entries the first form."""
    found = {}
    for block in po.split("\n\n")[1:]:
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = match[1]
                parts[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[name] += ast.literal_eval(line)
        found[parts["msgid"]] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_compiled_catalogue_says_what_its_source_says(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for msgid, text in entries((folder / "django.po").read_text(encoding="utf-8")).items():
        assert text, f"{msgid!r} is not translated"
        assert text in (compiled.gettext(msgid), compiled.ngettext(msgid, msgid, 1))


def test_every_string_of_the_pages_is_in_both_catalogues() -> None:
    root = Path(__file__).parents[2]
    wanted = set()
    for path in (root / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        wanted |= set(re.findall(r"""{% translate ["'](.+?)["'] %}""", text))
    for path in (root / "quiz").rglob("*.py"):
        wanted |= set(re.findall(r'\b_\(\s*"(.+?)"\s*\)', path.read_text(encoding="utf-8")))
    assert len(wanted) > 50

    for language in ("ja", "en"):
        po = LOCALE / language / "LC_MESSAGES" / "django.po"
        assert wanted <= entries(po.read_text(encoding="utf-8")).keys()
