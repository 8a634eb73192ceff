"""`show`: a question as a learner reads it, in the terminal."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence

from quiz.assessment.item import Bank, Comparison, Item
from quiz.authoring.commands.arguments import add_dir, default_folders
from quiz.authoring.files import shown_path
from quiz.authoring.lint.measure import columns, is_spaced, length
from quiz.authoring.read import Reader, Reading
from quiz.authoring.shape import did_you_mean
from quiz.authoring.terminal import wrapped
from quiz.rendering.markdown import plain

_LETTERS = "ABCDEF"
_WIDEST = 100
_WORDS = {
    "en": {
        "pick": "(Choose {}.)",
        "right": "correct",
        "wrong": "wrong",
        "if": "Right if:",
        "belief": "Belief:",
        "takeaway": "Remember",
        "explanation": "Explanation",
        "tips": "Exam tips",
        "references": "References",
        "answer": "after the answer",
    },
    "ja": {
        "pick": "({} つ選択してください。)",
        "right": "正解",
        "wrong": "不正解",
        "if": "正解になる条件:",
        "belief": "思い込み:",
        "takeaway": "覚えること",
        "explanation": "解説",
        "tips": "試験のポイント",
        "references": "参考資料",
        "answer": "解答後",
    },
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("show", help="show a question as a learner reads it")
    parser.add_argument("id", help="the question's id, which is its file's name without .yaml")
    parser.add_argument("--language", metavar="XX", help="default: the language it is written in")
    add_dir(parser)
    parser.add_argument("--before", action="store_true", help="only what is seen before an answer")
    parser.add_argument("--measures", action="store_true", help="lengths of the texts, instead")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    reading = Reader(options.folders or default_folders()).read()
    bank = reading.sound
    item = next((one for one in bank.items if one.id == options.id), None)
    if item is None:
        return _cannot(options.id, reading)
    language = options.language or item.language
    if language not in item.texts:
        known = " and ".join(sorted(item.texts))
        print(f"'{item.id}' is written in {known}, not in {language}", file=sys.stderr)
        return 1
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    if options.measures:
        lines = _measures(item, [options.language] if options.language else list(item.texts))
    else:
        lines = _shown(item, bank, language, width, is_before=options.before)
    for line in lines:
        print(line)
    return 0


def _cannot(name: str, reading: Reading) -> int:
    """Why there is nothing to show: the file's own errors, or no such file."""
    source = reading.found.questions.get(name)
    torn = {shown_path(path) for path, _ in reading.files.unread if path.stem == name}
    if source is None and not torn:
        mend = did_you_mean(name, reading.found.questions)
        print(f"there is no question '{name}'{mend}", file=sys.stderr)
        return 1
    paths = {*torn, source.shown, f"{source.exam}/exam.yaml"} if source else torn
    for problem in reading.problems:
        if problem.is_error and problem.path in paths:
            print(problem, file=sys.stderr)
    print(f"'{name}' cannot be shown before its errors are mended", file=sys.stderr)
    return 1


def _shown(item: Item, bank: Bank, language: str, width: int, *, is_before: bool) -> Iterator[str]:
    words = _WORDS.get(language, _WORDS["en"])
    yield item.text("title", language).value
    yield ""
    for path in ("scenario", "stem"):
        yield from wrapped(item.text(path, language).value, width)
        yield ""
    if item.is_multiple_response:
        yield words["pick"].format(len(item.key))
        yield ""
    for letter, option in zip(_LETTERS, item.options, strict=False):
        text = item.text(f"options.{option.id}.text", language).value
        yield from _behind(f"  {letter}  ", wrapped(text, width, " " * 5))
    if not is_before:
        yield from ("", f"---- {words['answer']} ".ljust(width, "-"), "")
        yield from _judged(item, bank, language, width)
        yield from _taught(item, bank, language, width)


def _behind(mark: str, lines: Iterator[str]) -> Iterator[str]:
    """The lines, with `mark` in place of the first one's indentation."""
    for n, line in enumerate(lines):
        yield line if n else mark + line[len(mark) :]


def _judged(item: Item, bank: Bank, language: str, width: int) -> Iterator[str]:
    words = _WORDS.get(language, _WORDS["en"])
    beliefs = {belief.id: belief for belief in bank.misconceptions}
    for letter, option in zip(_LETTERS, item.options, strict=False):
        reason = f" ({option.reason})" if option.reason else ""
        yield f"  {letter}  {words['right'] if option.is_correct else words['wrong']}{reason}"
        rationale = item.text(f"options.{option.id}.rationale", language).value
        yield from wrapped(rationale, width, " " * 5)
        condition = item.text(f"options.{option.id}.correct_if", language).value
        if condition:
            yield from wrapped(f"{words['if']} {condition}", width, " " * 5)
        if option.misconception in beliefs:
            named = beliefs[option.misconception].name
            name = named.get(language) or next(iter(named.values()))
            yield from wrapped(f"{words['belief']} {name}", width, " " * 5)
        yield ""


def _taught(item: Item, bank: Bank, language: str, width: int) -> Iterator[str]:
    words = _WORDS.get(language, _WORDS["en"])
    for path in ("takeaway", "explanation"):
        text = item.text(path, language).value
        yield from (f"== {words[path]}", *wrapped(text, width), "") if text else ()
    for n in range(item.diagrams):
        yield f"== {item.text(f'diagrams.{n}.title', language).value}"
        yield from item.text(f"diagrams.{n}.text", language).value.splitlines()
        yield ""
    tables = {comparison.id: comparison for comparison in bank.comparisons}
    for name in item.comparisons:
        yield from _table(tables[name], language, width) if name in tables else ()
    tips = [f"- {item.text(f'tips.{n}', language).value}" for n in range(item.tips)]
    yield from _list(words["tips"], [line for tip in tips for line in wrapped(tip, width)])
    sources = [
        f"- {item.text(f'references.{n}.title', language).value}\n  {url}"
        for n, url in enumerate(item.references)
    ]
    yield from _list(words["references"], sources)


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield from (f"== {title}", *lines, "") if lines else ()


def _table(comparison: Comparison, language: str, width: int) -> Iterator[str]:
    """Row by row: cells are sentences, and three of them do not fit side by side."""
    yield f"== {comparison.text('title', language).value}"
    for n in range(comparison.rows):
        yield comparison.text(f"rows.{n}.aspect", language).value
        for subject in comparison.subjects:
            name = comparison.text(f"subjects.{subject}", language).value
            cell = comparison.text(f"rows.{n}.{subject}", language).value
            yield from wrapped(f"{name}: {cell}", width, "   ")
    yield ""


def _measures(item: Item, languages: Sequence[str]) -> Iterator[str]:
    """What the rules of house style measure: lengths without marks, in each language."""
    for language in languages:
        unit = "words" if is_spaced(language) else "characters"
        asked = " ".join(plain(item.text(path, language).value) for path in ("scenario", "stem"))
        yield f"{language}: scenario and stem {length(asked, unit)} {unit}"
        sizes = {
            option.id: len(plain(item.text(f"options.{option.id}.text", language).value))
            for option in item.options
        }
        for option in item.options:
            mark = "key" if option.is_correct else "   "
            yield f"    {option.id} {mark} {sizes[option.id]:4d} characters"
        longest = max(sizes[option.id] for option in item.distractors)
        yield f"    key / longest wrong option {max(sizes[id_] for id_ in item.key) / longest:.2f}"
        for n in range(item.diagrams):
            lines = item.text(f"diagrams.{n}.text", language).value.splitlines()
            yield f"    drawing {n + 1}: {max(map(columns, lines), default=0)} columns"
