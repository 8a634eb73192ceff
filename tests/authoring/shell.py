"""What a guide tells to type, typed in a shell, in a checkout that stands in for the reader's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMES = ("docs", "manage.py", "questions", "quiz", "static", "templates", ".vscode")


def make_checkout(folder: Path, *, own: tuple[str, ...] = ()) -> Path:
    """A checkout whose Python is the one that runs the tests, with copies of `own` to write to."""
    folder.mkdir()
    for name in _NAMES:
        if name in own:
            shutil.copytree(ROOT / name, folder / name)
        else:
            (folder / name).symlink_to(ROOT / name)
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return folder


def typed(home: Path, script: str) -> subprocess.CompletedProcess[str]:
    """What came of the lines, typed in `home` until one fails."""
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(home / "data"),
        **{
            f"GIT_{who}_{what}": "a@example.com"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=home,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
