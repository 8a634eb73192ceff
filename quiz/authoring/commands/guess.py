"""`guess`: how often the key is guessed without knowing the subject, and what gives it away."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from quiz.assessment.item import Bank, Item
from quiz.authoring.commands.arguments import add_folders, default_folders
from quiz.authoring.lint.cues import Asked, Words
from quiz.authoring.lint.guess import FEWEST, Guess, guess
from quiz.authoring.lint.run import words_of
from quiz.authoring.read import Reader
from quiz.rendering.markdown import plain

_LEAST = 2
_SHOWN_CUES = 5
_SUSPECT, _SURE = 2, 3

# What it means that the key has more of a cue, and less.
_SAYS = {
    "longest": ("is the longest option", "is not the longest option"),
    "shortest": ("is the shortest option", "is not the shortest option"),
    "length": ("is longer than the others", "is shorter than the others"),
    "pauses": ("has more commas and clauses", "has fewer commas and clauses"),
    "absolute words": ("has more absolute words", "has fewer absolute words"),
    "vague words": ("has more vague words", "has fewer vague words"),
    "numbers": ("has more numbers", "has fewer numbers"),
    "brackets": ("has more brackets and quotation marks", "has fewer brackets and quotation marks"),
    "names": ("has more names", "has fewer names"),
    "stem's words": ("repeats more of the stem's words", "repeats fewer of the stem's words"),
    "likeness": ("is more like the others", "is less like the others"),
    "shared words": ("has more words that others have", "has fewer words that others have"),
    "beginning": ("begins as most options do", "begins unlike most options"),
    "": ("looks no more right than others", "looks no more right than others"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What came of guessing an exam's questions in one language."""

    exam: str
    language: str
    guess: Guess


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("guess", help="guess keys by how the options look alone")
    add_folders(parser)
    parser.add_argument("--language", metavar="LANGUAGE", help="such as ja; default: all")
    parser.add_argument("--format", choices=sorted(_FORMATS), default="text")
    parser.add_argument("--top", type=_count, default=10, help="how many questions to name")
    parser.set_defaults(run=_run)


def _count(written: str) -> int:
    if not written.isdecimal():
        raise argparse.ArgumentTypeError(f"'{written}' is no number such as 10")
    return int(written)


def _run(options: argparse.Namespace) -> int:
    reading = Reader(options.folders or default_folders()).read()
    bank = reading.bank
    aside = sys.stderr if options.format == "json" else sys.stdout
    if any(problem.is_error for problem in reading.problems):
        for problem in reading.problems:
            print(problem, file=aside)
        return 1
    every = guess_bank(bank, words_of(reading.found))
    told = [one for one in every if options.language in (None, one.language)]
    _FORMATS[options.format](told, options.top)
    wanted = f" in '{options.language}'" if options.language else ""
    for exam in bank.exams:
        if exam.id not in {one.exam for one in told}:
            said = f"fewer than {_LEAST} published questions with one answer{wanted}"
            print(f"{exam.id}: {said}: too few to guess", file=aside)
    return 0


def guess_bank(bank: Bank, words_by_exam: Mapping[str, Mapping[str, Words]]) -> list[Told]:
    """For each exam and each language that at least two questions have, in that order.

    Only published questions with one answer count, in the languages that their stem and all of
    their options are written in. `words_by_exam` has the words that mark options by exam and
    language; what is left out marks none.
    """
    found = []
    for exam in bank.exams:
        items = [item for item in bank.items if item.exam == exam.id and _is_asked(item)]
        for language in sorted({language for item in items for language in item.texts}):
            asked = [_asked(item, language) for item in items if _is_in(item, language)]
            if len(asked) >= _LEAST:
                words = words_by_exam.get(exam.id, {}).get(language)
                found.append(Told(exam.id, language, guess(asked, language, words=words)))
    return found


def _is_asked(item: Item) -> bool:
    return item.status == "published" and not item.is_multiple_response


def _is_in(item: Item, language: str) -> bool:
    texts = item.texts.get(language, {})
    needed = ("stem", *(f"options.{option.id}.text" for option in item.options))
    return all(path in texts for path in needed)


def _asked(item: Item, language: str) -> Asked:
    texts = item.texts[language]
    stem = f"{plain(texts.get('scenario', ''))}\n{plain(texts['stem'])}".strip()
    options = {one.id: plain(texts[f"options.{one.id}.text"]) for one in item.options}
    (key,) = item.key
    return Asked(item.id, stem, options, key)


def _as_text(told: Sequence[Told], top: int) -> None:
    for one in told:
        for line in _lines(one, top):
            print(line)
        print()


def _lines(told: Told, top: int) -> Iterator[str]:
    found = told.guess
    yield f"{told.exam}, {told.language}: {found.n} questions with one answer"
    by = "found by the best cue alone" if found.is_by_cue else "guessed"
    achieved = f"{found.correct:.1f} keys ({found.accuracy:.0%}) {by}, {found.chance:.0%} is chance"
    yield f"  {achieved}: z = {found.z:.1f}"
    yield f"  {meaning(found)}"
    yield "  What tells most by itself, and how often it finds the key:"
    for cue in found.cues[:_SHOWN_CUES]:
        yield f"    z {cue.z:4.1f} {cue.share:5.0%}  the key {_says(cue.name, cue.is_more)}"
    if top and found.giveaways:
        is_luck = found.is_by_cue and found.z < _SUSPECT
        unless = ", were the best cue no luck" if is_luck else ""
        yield f"  What gives most away, and how sure the guesser is of the key{unless}:"
        for give in found.giveaways[:top]:
            said = _says(give.cue, give.is_more)
            yield f"    {give.probability:4.0%}  {give.id}: the key {said}"


def _says(cue: str, is_more: bool) -> str:
    if cue.startswith("place "):
        return f"is {'' if is_more else 'not '}at {cue} in the file"
    return _SAYS[cue][0 if is_more else 1]


def meaning(found: Guess) -> str:
    """A plain sentence or two for those who don't read z values."""
    if not found.is_by_cue:
        nothing = "By how options look, keys are guessed no better than by chance."
        usual = f"Where nothing leaks, z is seldom above {_SUSPECT * found.spread:.1f}."
        return f"{_meaning(found, nothing)} {usual}"
    tried = f"Under {FEWEST} questions each cue is tried alone; z allows for {found.tries} tries."
    if found.most_z < _SURE:
        return f"{tried} So few prove nothing: z is {found.most_z:.1f} at most."
    return f"{tried} {_meaning(found, 'None stands out; so few questions show strong ones only.')}"


def _meaning(found: Guess, nothing: str) -> str:
    if found.z < _SUSPECT * found.spread:
        return nothing
    if found.z < _SURE * found.spread:
        return "Keys are guessed more often than by chance, though it may be luck: see what tells."
    return "Keys are guessed without knowing the subject: reword what gives most away."


def _as_json(told: Sequence[Told], top: int) -> None:
    rows = []
    for one in told:
        found = one.guess
        row = {"exam": one.exam, "language": one.language, **asdict(found)}
        row |= {"accuracy": found.accuracy, "spread": found.spread, "meaning": meaning(found)}
        rows.append(row | {"giveaways": row["giveaways"][:top]})
    print(json.dumps(rows, ensure_ascii=False, indent=1))


_FORMATS = {"text": _as_text, "json": _as_json}
