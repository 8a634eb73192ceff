"""`schema`: write the JSON Schemas that editors use."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from quiz.authoring.schema import write


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("schema", help="write the JSON Schemas that editors use")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("questions"), metavar="DIR")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if not folder.is_dir():
        print(f"{folder} is no folder: name the one that holds your questions", file=sys.stderr)
        return 1
    for path in write(folder):
        print(path)
    return 0
