"""Arguments that several commands take."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path


def default_folders() -> list[Path]:
    """The server's: those of QUESTIONS_DIR, else `questions`."""
    named = os.environ.get("QUESTIONS_DIR", "").split(os.pathsep)
    return [Path(name.strip()).expanduser() for name in named if name.strip()] or [
        Path("questions")
    ]


def add_folders(parser: argparse.ArgumentParser) -> None:
    said = "default: those of QUESTIONS_DIR, else questions"
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help=said)


def add_dir(parser: argparse.ArgumentParser) -> None:
    """`folders` as an option, for commands whose first argument is an id; None where not given."""
    parser.add_argument(
        "--dir",
        dest="folders",
        action="append",
        type=Path,
        help="the bank, may be given more than once; default: as QUESTIONS_DIR, else questions",
    )


def add_today(parser: argparse.ArgumentParser, said: str) -> None:
    parser.add_argument(
        "--today",
        type=_day,
        default=dt.datetime.now().astimezone().date(),
        metavar="YYYY-MM-DD",
        help=said,
    )


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{written}' is no date such as 2026-11-24") from None
