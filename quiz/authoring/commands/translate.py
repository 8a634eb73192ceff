"""`translate`: begin the translation of a question or comparison, or bring it up to its source."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from quiz.authoring.commands.arguments import add_dir, default_folders
from quiz.authoring.comments import Comment, comments_of
from quiz.authoring.files import Source, shown_path, stem_of
from quiz.authoring.problem import brief
from quiz.authoring.read import Reader, Reading
from quiz.authoring.shape import did_you_mean, validate
from quiz.authoring.slips import Refusal
from quiz.authoring.strict import parse, read_text
from quiz.authoring.texts import location, texts_of
from quiz.authoring.translating import After, Before, bring_up, gone, taken_out
from quiz.authoring.tree import Document, place_at, plain, text
from quiz.authoring.writing import RefusedError, create, replace, schema_line


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    said = "begin a translation, or say what it lacks and what has changed since"
    parser = commands.add_parser("translate", help=said)
    parser.add_argument("id", help="of a question or a comparison")
    parser.add_argument("--to", required=True, metavar="XX", help="the language, such as en")
    parser.add_argument(
        "--still-good",
        action="append",
        default=[],
        metavar="FIELD",
        help="this translated text, such as options.a.text, fits its source as it is now;"
        " may be given more than once; all: every text",
    )
    add_dir(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        _translate(options, options.folders or default_folders())
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def _translate(options: argparse.Namespace, folders: Sequence[Path]) -> None:
    source = _source(options.id, Reader(folders).read())
    language = text(source.node, "language")
    if not re.fullmatch("[a-z]{2}", options.to):
        raise RefusedError(f"'{brief(options.to)}' must be a language of two letters such as en")
    if options.to == language:
        raise RefusedError(f"'{options.id}' is written in '{language}': name another language")
    path = source.path.with_name(f"{source.path.stem}.{options.to}.yaml")
    texts = texts_of(source.shape)
    is_new = not (path.exists() or path.is_symlink())
    if is_new:
        first = Comment((), "above", schema_line("translation", path, folders).strip())
        after = bring_up(options.id, Before(comments=[first]), texts, options.still_good)
        create(path, after.text)
        done = "written"
    else:
        before = _before(path, options.id, texts)
        after = bring_up(options.id, before, texts, options.still_good)
        is_same = path.read_bytes() == after.text.encode()
        if not is_same:
            replace(path, after.text)
        done = "as it was" if is_same else "changed"
    _tell(after, shown_path(path), done)


def _source(id_: str, reading: Reading) -> Source:
    """The question or comparison of that id. Raises RefusedError if it has errors or is none."""
    known = {**reading.found.comparisons, **reading.found.questions}
    source = known.get(id_)
    paths = {source.shown} if source else {shown_path(path) for path in _unread(id_, reading)}
    errors = [str(one) for one in reading.problems if one.is_error and one.path in paths]
    if errors:
        raise RefusedError("\n".join([*errors, f"mend '{id_}' before it is translated"]))
    if source is None:
        lacking = [str(one) for one in reading.problems if one.code == "R012"]
        mend = did_you_mean(id_, known)
        said = f"there is no question or comparison '{brief(id_)}'{mend}"
        raise RefusedError("\n".join([*lacking, said]))
    return source


def _unread(id_: str, reading: Reading) -> list[Path]:
    kinds = ("question", "comparison")
    return [path for path, kind in reading.files.unread if kind in kinds and stem_of(path) == id_]


def _before(path: Path, id_: str, source: dict[str, str]) -> Before:
    """The translation as it is. Raises RefusedError where it cannot be brought up without loss."""
    shown = shown_path(path)
    try:
        written = read_text(path)
        document = parse(written)
    except Refusal as refusal:
        raise RefusedError(f"{refusal.problem(shown)}; nothing was written") from refusal
    shape, problems = validate(document, "translation", shown)
    if problems:
        raise RefusedError("\n".join([*map(str, problems), "nothing was written"]))
    if shape.translates != id_:
        line, column = place_at(document.root, ("translates",))
        said = f"this is a translation of '{shape.translates}', not of '{id_}'"
        raise RefusedError(f"{shown}:{line}:{column}: {said}: nothing was written")
    before = Before(plain(document.root), texts_of(shape), comments_of(written))
    _refuse_what_is_gone(before, source, document, shown)
    return before


def _refuse_what_is_gone(
    before: Before, source: dict[str, str], document: Document, shown: str
) -> None:
    lines = []
    for where in gone(before, source):
        line, column = place_at(document.root, where)
        path = str(where[1]) if where[0] == "of" else ".".join(map(str, where))
        what = "line of 'of'" if where[0] == "of" else "text"
        said = f"the source has no '{path}': delete this {what}{_hint(path, before, source)}"
        lines.append(f"{shown}:{line}:{column}: {said}")
    if lines:
        raise RefusedError("\n".join([*lines, "nothing was written: delete those first"]))


def _hint(path: str, before: Before, source: dict[str, str]) -> str:
    other = taken_out(path, before, source)
    return f", or rather '{other}', whose source text is in the source no more" if other else ""


def _tell(after: After, shown: str, done: str) -> None:
    root = parse(after.text).root
    for said in after.said:
        print(f"{shown}: {said}")
    for paths, said in (
        (after.missing, "is not translated"),
        (after.stale, "is older than its source: look again, then --still-good"),
    ):
        for path in paths:
            line, column = place_at(root, location(path))
            print(f"{shown}:{line}:{column}: '{path}' {said}")
    print(f"{shown}: {done}; {len(after.missing)} missing, {len(after.stale)} stale")
