"""The guides for instructors, taken apart, and a model question that their examples change."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from quiz.authoring.check import Checker
from quiz.authoring.kinds import KINDS
from quiz.authoring.lint.measure import runs
from quiz.authoring.lint.wording import RUN
from quiz.authoring.strict import parse
from quiz.authoring.texts import short_digest, texts_of
from quiz.authoring.tree import plain

ROOT = Path(__file__).parents[2]
GUIDES = {"en": ROOT / "questions/README.md", "ja": ROOT / "questions/README.ja.md"}
OTHER = {"en": "ja", "ja": "en"}
TODAY = date(2026, 11, 24)
# A source whose words must not be copied: L33 finds them where an example does.
QUOTED = {
    "en": "A queue decouples the parts of an application so that each of them can scale alone.",
    "ja": "キューはアプリケーションの各部分を切り離すので、それぞれを個別にスケールできます。",
}
_MODEL = Path(__file__).parent / "guide"
_HEADING = re.compile(r"^(#{1,4}) (.*)$")
_FENCE = re.compile(r"^```(\w*)$")
_BAD = {"Bad:": "bad", "悪い例:": "bad", "Good:": "good", "よい例:": "good"}
# A line in an example that says to which file the lines below it belong.
_PARTS = {
    "# the question": "question",
    "# its translation": "translation",
    "# the comparison": "comparison",
    "# misconceptions.yaml": "misconceptions",
    "# exam.yaml": "exam",
    "# 問題": "question",
    "# 翻訳": "translation",
    "# 比較表": "comparison",
}


@dataclass(frozen=True)
class Section:
    """A heading with its level, and the lines up to the next heading of any level."""

    level: int
    title: str
    lines: list[str]

    @property
    def code(self) -> str:
        """The code that the section is about; "" where it is about none."""
        found = re.match(r"[LYQR][0-9]+\b", self.title)
        return found[0] if found else ""

    @property
    def blocks(self) -> list[tuple[str, str, str]]:
        """Each fenced block: its language, its text, and the last line of prose above it."""
        found, above, language = [], "", None
        inside: list[str] = []
        for line in self.lines:
            fence = _FENCE.match(line.strip())
            if language is None and fence:
                language, inside = fence[1], []
            elif fence and language is not None:
                found.append((language, "".join(f"{one}\n" for one in inside), above))
                language = None
            elif language is not None:
                inside.append(line)
            elif line.strip():
                above = line.strip()
        return found

    def examples(self, which: str) -> list[str]:
        """The YAML directly below "Bad:" or "Good:"."""
        return [text for kind, text, above in self.blocks if kind and _BAD.get(above) == which]


def sections(text: str) -> list[Section]:
    found: list[Section] = []
    is_code = False
    for line in text.splitlines():
        is_code ^= line.strip().startswith("```")
        heading = None if is_code else _HEADING.match(line)
        if heading:
            found.append(Section(len(heading[1]), heading[2], []))
        elif found:
            found[-1].lines.append(line)
    return found


def guide(language: str) -> list[Section]:
    return sections(GUIDES[language].read_text(encoding="utf-8"))


def parts(example: str) -> dict[str, Any]:
    """What an example says, by the file that it says it of; of the question, if of nothing."""
    texts = {"question": ""}
    name = "question"
    for line in example.splitlines():
        name = _PARTS.get(line, name)
        texts[name] = texts.get(name, "") + f"{line}\n"
    return {name: plain(parse(text).root) for name, text in texts.items() if _says(text)}


def _says(text: str) -> bool:
    return any(line and not line.startswith("#") for line in text.splitlines())


def merged(below: Any, above: Any) -> Any:
    """`below` with what `above` says in its place.

    Mappings are merged, lists replaced, with the mappings in them merged place by place.
    """
    if isinstance(below, dict) and isinstance(above, dict) and above:
        return {**below, **{key: merged(below.get(key), above[key]) for key in above}}
    if isinstance(below, list) and isinstance(above, list):
        olds = [*below, *[None] * len(above)]
        return [merged(old, new) for old, new in zip(olds, above, strict=False)]
    return above


def _changed(below: Any, above: Any) -> Any:
    return merged(below, above) if above else below


def _model(kind: str, language: str, *, is_whole: bool) -> Any:
    texts = plain(parse((_MODEL / f"{kind}.{language}.yaml").read_text(encoding="utf-8")).root)
    if not is_whole:
        return texts
    shape = plain(parse((_MODEL / f"{kind}.yaml").read_text(encoding="utf-8")).root)
    return merged({**shape, "language": language}, texts)


def model_question(language: str) -> Any:
    return _model("question", language, is_whole=True)


def _translation(kind: str, language: str, source: Any, said: Any) -> Any:
    """Made from `source` as it is, but for what the example says of `of`."""
    texts = texts_of(KINDS[kind].model_validate(source))
    start = {"format": "1", "translates": source["id"]}
    start |= _model(kind, language, is_whole=False)
    start["of"] = {path: short_digest(text) for path, text in texts.items()}
    return _changed(start, said)


def make_guide_bank(folder: Path, language: str, example: str = "") -> Path:
    """A bank of the model question, with its comparison, changed as the example says.

    It is held to the shipped exam and profile. A translation is there where the example has one.
    """
    changed = parts(example)
    shipped = ROOT / "questions/saa-c03"
    exam = plain(parse((shipped / "exam.yaml").read_text(encoding="utf-8")).root)
    del exam["opening"]
    question = _changed(_model("question", language, is_whole=True), changed.get("question"))
    table = _changed(_model("comparison", language, is_whole=True), changed.get("comparison"))
    beliefs = plain(parse((_MODEL / "misconceptions.yaml").read_text(encoding="utf-8")).root)
    files = {
        "exam.yaml": _changed(exam, changed.get("exam")),
        "misconceptions.yaml": _changed(beliefs, changed.get("misconceptions")),
        f"resilient/{question['id']}.yaml": question,
        f"comparisons/{table['id']}.yaml": table,
    }
    if "translation" in changed:
        other = OTHER[language]
        name = f"resilient/{question['id']}.{other}.yaml"
        files[name] = _translation("question", other, question, changed["translation"])
    bank = folder / "bank/saa-c03"
    for name, values in files.items():
        (bank / name).parent.mkdir(parents=True, exist_ok=True)
        (bank / name).write_text(as_yaml(values), encoding="utf-8")
    shutil.copytree(shipped / "lint", bank / "lint")
    return bank.parent


def as_yaml(values: Any) -> str:
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)


def found_in(bank: Path) -> list[str]:
    """All that the check finds there, a line for each finding, with its code behind the place."""
    quoted = {language: runs(QUOTED[language], language, RUN[language]) for language in QUOTED}
    return [str(problem) for problem in Checker([bank]).check(today=TODAY, quoted=quoted).problems]


def codes(found: list[str]) -> set[str]:
    return {line.split(" ")[1] for line in found}


def coded(sections_: list[Section]) -> Iterator[tuple[str, Section]]:
    yield from ((section.code, section) for section in sections_ if section.code)


def rows_of_codes(text: str) -> dict[str, str]:
    """The rows of tables whose first cell is a code."""
    return dict(re.findall(r"^\| ([YQR][0-9]+) \|(.*)\|$", text, re.MULTILINE))
