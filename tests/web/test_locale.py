"""The catalogues, held against their sources without gettext's tools."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "quiz" / "web" / "locale"
LANGUAGES = ("ja", "en")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# What `templatize` makes of the translate tags: `_(u'…')` and `ngettext(u'…', u'…', count)`.
MARKED = re.compile(r"""\b(?:_|n?gettext)\(\s*u?((?P<quote>['"]).*?(?<!\\)(?P=quote))""", re.DOTALL)

Entry = tuple[str, ...]


def po_entries(language: str) -> dict[str, Entry]:
    """Texts by msgid: one, or one for each plural form."""
    po = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found: dict[str, Entry] = {}
    for block in po.split("\n\n")[1:]:
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = match[1]
                parts[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[name] += ast.literal_eval(line)
        texts = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
        assert parts["msgid"] not in found, f"{parts['msgid']!r} stands twice"
        found[parts["msgid"]] = texts
    return found


def in_templates() -> set[str]:
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        marked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found |= {ast.literal_eval(match[1]) for match in MARKED.finditer(marked)}
    return found


def in_code() -> set[str]:
    found = set()
    for path in (ROOT / "quiz").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                text = node.args[0]
                assert isinstance(text, ast.Constant), f"{path}:{node.lineno} is not a plain text"
                found.add(text.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_its_source_says(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for msgid, texts in po_entries(language).items():
        assert all(texts), f"{msgid!r} is not translated"
        if len(texts) == 1:
            assert compiled.gettext(msgid) == texts[0]
        else:
            assert tuple(compiled.ngettext(msgid, "", n) for n in (1, 2)) == texts


def test_each_string_of_pages_and_code_is_in_each_catalogue_and_no_other() -> None:
    wanted = in_templates() | in_code()
    assert {"Answer", "Choose one", "There is no such page", "Choose one option first."} <= wanted

    for language in LANGUAGES:
        assert po_entries(language).keys() == wanted


def test_a_translation_keeps_what_is_to_be_filled_in() -> None:
    holes = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    english, japanese = po_entries("en"), po_entries("ja")
    for msgid, texts in japanese.items():
        for text, model in zip(texts, english[msgid], strict=True):
            assert sorted(holes.findall(text)) == sorted(holes.findall(model)), msgid


def test_english_reads_as_it_is_written_in_the_pages() -> None:
    for msgid, texts in po_entries("en").items():
        assert texts[0] == msgid


def test_japanese_is_written_in_japanese() -> None:
    for msgid, texts in po_entries("ja").items():
        assert all(re.search(r"[ぁ-んァ-ヶ一-龠]", text) for text in texts), msgid
