"""`python -m quiz.authoring`: the tools of those who write questions; no Django, no database."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from quiz.authoring.commands import check, coverage, fmt, guess, new, schema, show, translate


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 where all is well, else 1; 2 where the command cannot be understood."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # A Windows console may know no Japanese.
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(prog="python -m quiz.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (new, check, show, translate, fmt, coverage, guess, schema):
        command.add_to(commands)
    options = parser.parse_args(argv)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
