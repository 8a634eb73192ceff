"""The guides for instructors: their examples are tried, and what they tell to type is typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from quiz.authoring.codes import CODES
from quiz.authoring.strict import parse
from quiz.authoring.tree import plain
from tests.authoring.guides import (
    GUIDES,
    OTHER,
    Section,
    as_yaml,
    codes,
    found_in,
    guide,
    make_guide_bank,
    merged,
    model_question,
    parts,
    rows_of_codes,
)
from tests.authoring.shell import make_checkout, typed

# Over the bank, and so without an example that one question could be.
WITHOUT_EXAMPLE = {"L07", "L08", "L19", "L31", "L32", "L36"}
ITEM_CODES = sorted({code for code in CODES if code[0] == "L"} - WITHOUT_EXAMPLE)
# What goes on until it is stopped; tests of their own start these.
ENDLESS = {"make run", ".venv/bin/python manage.py serve --watch"}
ID = "tickets-on-sale-at-noon"

languages = pytest.mark.parametrize("language", GUIDES)


def section_of(code: str, language: str) -> Section:
    (found,) = [section for section in guide(language) if section.code == code]
    return found


def read_yaml(text: str) -> Any:
    return plain(parse(text).root)


@languages
def test_the_model_question_has_no_findings(language: str, tmp_path: Path) -> None:
    assert found_in(make_guide_bank(tmp_path, language)) == []


@languages
def test_the_model_question_has_no_findings_with_its_translation(
    language: str, tmp_path: Path
) -> None:
    example = f"# its translation\ntranslates: {ID}\n"

    assert found_in(make_guide_bank(tmp_path, language, example)) == []


@languages
@pytest.mark.parametrize("code", ITEM_CODES)
def test_the_bad_example_is_found_and_the_good_one_is_not(
    code: str, language: str, tmp_path: Path
) -> None:
    section = section_of(code, language)
    (bad,), (good,) = section.examples("bad"), section.examples("good")

    assert code in codes(found_in(make_guide_bank(tmp_path / "bad", language, bad)))
    assert found_in(make_guide_bank(tmp_path / "good", language, good)) == []


@languages
def test_every_code_of_house_style_has_its_section_and_no_other_code_has(language: str) -> None:
    told = [section.code for section in guide(language) if section.code]

    assert told == [code for code in CODES if code[0] == "L"]


@languages
def test_every_other_code_has_a_row_that_says_what_to_do(language: str) -> None:
    rows = rows_of_codes(GUIDES[language].read_text(encoding="utf-8"))

    assert [*rows] == [code for code in CODES if code[0] != "L"]
    assert all(
        len([cell for cell in row.split(" | ") if cell.strip()]) == 2 for row in rows.values()
    )


@languages
def test_every_piece_of_yaml_can_be_read(language: str) -> None:
    pieces = [
        text for section in guide(language) for kind, text, _ in section.blocks if kind == "yaml"
    ]

    assert len(pieces) > 2 * len(ITEM_CODES)
    assert all(list(parts(text)) for text in pieces)


@languages
def test_rules_over_the_bank_are_told_in_words(language: str) -> None:
    for code in WITHOUT_EXAMPLE:
        section = section_of(code, language)
        assert section.blocks == []
        assert re.search(r"[0-9]|\u2026", "".join(section.lines)), f"{code} has no made-up example"


def test_both_guides_have_the_same_sections_in_the_same_order() -> None:
    english, japanese = (
        [(section.level, section.code, [kind for kind, _, _ in section.blocks]) for section in told]
        for told in (guide("en"), guide("ja"))
    )

    assert english == japanese


@languages
def test_a_guide_links_the_other_one_in_its_first_lines(language: str) -> None:
    first = GUIDES[language].read_text(encoding="utf-8").splitlines()[:4]

    assert f"]({GUIDES[OTHER[language]].name})" in "".join(first)


@languages
def test_every_link_leads_somewhere(language: str) -> None:
    text = GUIDES[language].read_text(encoding="utf-8")
    anchors = {f"#{_slug(section.title)}" for section in guide(language)}

    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    for link in links:
        assert link in anchors or (GUIDES[language].parent / link).is_file(), link


def _slug(title: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@languages
def test_the_table_of_contents_has_every_chapter(language: str) -> None:
    chapters = [section.title for section in guide(language) if section.level == 2]

    listed = re.findall(r"^- \[(.+?)\]\(#", GUIDES[language].read_text("utf-8"), re.MULTILINE)
    assert listed == chapters


def first_question(language: str) -> list[tuple[str, str]]:
    """The language and text of each fenced block of the first chapter."""
    told = guide(language)
    starts = [n for n, section in enumerate(told) if section.level == 2]
    chapter = told[starts[0] : starts[1]]
    return [(kind, text) for section in chapter for kind, text, _ in section.blocks]


@languages
def test_the_worked_example_says_what_the_model_question_does(language: str) -> None:
    (written, *_) = [text for kind, text in first_question(language) if kind == "yaml"]
    example, model = read_yaml(written), model_question(language)

    del example["status"]
    assert merged(model, example) == model


@languages
def test_what_the_first_question_tells_to_type_works_in_its_order(
    language: str, tmp_path: Path
) -> None:
    checkout = make_checkout(tmp_path / "saa-quiz", own=("questions",))
    assert typed(checkout, "git init -q && git add questions && git commit -qm Start").stderr == ""
    begun = checkout / f"questions/saa-c03/resilient/{ID}.yaml"
    translated = begun.with_name(f"{ID}.{OTHER[language]}.yaml")

    said, skipped = [], set()
    for kind, text in first_question(language):
        if kind == "yaml":
            _write(text, begun, translated)
        for line in text.splitlines() if kind == "sh" else ():
            if line in ENDLESS:
                skipped.add(line)
                continue
            done = typed(checkout, line)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            said.append((line, done.stdout))

    assert skipped == ENDLESS
    (checked,) = [told for line, told in said if line.endswith("check --strict")]
    ours = [line for line in checked.splitlines() if ID in line]
    assert {line.split(" ")[1] for line in ours} <= {"L902"}
    (shown,) = [told for line, told in said if f"show {ID}" in line]
    assert model_question(language)["title"] in shown
    files = typed(checkout, "git show --name-only --format=").stdout
    assert files.split() == [str(path.relative_to(checkout)) for path in (translated, begun)]
    (laid_out,) = [told for line, told in said if line.endswith(" fmt")]
    assert begun.name not in laid_out


@languages
def test_the_slip_that_the_guide_shows_is_said_in_those_words(
    language: str, tmp_path: Path
) -> None:
    blocks = first_question(language)
    (slip,) = [text for kind, text in blocks if kind == "text" and "dificulty" in text]
    (written, *_) = [text for kind, text in blocks if kind == "yaml"]
    bank = make_guide_bank(tmp_path, language)
    path = bank / f"saa-c03/resilient/{ID}.yaml"
    path.write_text(written.replace("difficulty:", "dificulty:"), encoding="utf-8")

    told = [line.split(f"{ID}.yaml")[1] for line in found_in(bank) if "Q002" in line]

    assert told == [slip.strip().split(f"{ID}.yaml")[1]]


def _write(text: str, begun: Path, translated: Path) -> None:
    """What the reader is told to write: the question, texts of its translation, or a field."""
    assert begun.is_file()
    values = read_yaml(text)
    if "format" in values:
        begun.write_text(text, encoding="utf-8")
    elif text.startswith("#"):
        before = read_yaml(translated.read_text(encoding="utf-8"))
        translated.write_text(as_yaml(merged(before, values)), encoding="utf-8")
    else:
        before = begun.read_text(encoding="utf-8")
        begun.write_text(before.replace("status: draft\n", text), encoding="utf-8")
