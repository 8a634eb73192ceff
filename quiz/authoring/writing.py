"""Files written whole or not at all, and why they are not."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from quiz.authoring.files import shown_path


class RefusedError(Exception):
    """Why a command does not do what it was asked for: a line, or several, to print."""


def replace(path: Path, text: str) -> None:
    """Put `text` in the place of a file, which keeps its mode. Raises RefusedError."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        # Hidden, so that no reader takes it for a question file.
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            temporary.chmod(mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error


def create(path: Path, text: str) -> None:
    """Write a new file, and the folders that it needs. Raises RefusedError, also if it exists."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path.parent, error) from error
    try:
        path.touch(exist_ok=False)
    except FileExistsError as error:
        raise RefusedError(f"{shown_path(path)} is there already: nothing was written") from error
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        replace(path, text)
    except RefusedError:
        path.unlink()
        raise


def _not_written(path: Path, error: OSError) -> RefusedError:
    return RefusedError(f"{shown_path(path)} cannot be written: {error.strerror}")


def schema_line(kind: str, path: Path, folders: Sequence[Path]) -> str:
    """The first line of a file, for editors; `folders` hold the bank.

    The schema is the nearest above the file, or will be where `schema` writes it.
    """
    name = f"{kind}.schema.json"
    here = path.parent.resolve()
    tops = [folder.resolve() for folder in folders]
    above = list(enumerate((here, *here.parents)))
    found = (steps for steps, top in above if _is_file(top / name))
    bank = (steps for steps, top in above if top in tops)
    return f"# yaml-language-server: $schema={'../' * next(found, next(bank, 0))}{name}\n"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
