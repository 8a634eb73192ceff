"""`serve --watch`: what is saved is published at once, and what is wrong with it is told."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.db import connections
from django.utils import timezone

from quiz.authoring.check import Checker
from quiz.authoring.files import stamp
from quiz.authoring.problem import Problem
from quiz.bank.publish import Outcome, publish_reading, seen_in

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.25


class Watch:
    """Looks at folders again and again; `tell` gets each line that an author should read."""

    def __init__(self, folders: Sequence[Path], tell: Callable[[str], None]) -> None:
        self._folders = folders
        self._tell = tell
        self._checker = Checker(folders)
        self._stamp = ""
        self._told: set[Problem] = set()

    def begin(self) -> None:
        """Take the files as they are: they were published and told of when the server started."""
        self._stamp = stamp(self._folders)
        self._told = set(self._checker.check(today=timezone.localdate()).problems)

    def look(self) -> bool:
        """Publish what has changed since the last look; whether anything had."""
        now = stamp(self._folders)
        if now == self._stamp:
            return False
        self._stamp = now
        seen = seen_in(self._folders)
        checked = self._checker.check(today=timezone.localdate(), with_statistics=False)
        outcome = publish_reading(checked.reading, seen=seen, at=timezone.now())
        for problem in checked.problems:
            if problem not in self._told:
                self._tell(str(problem))
        self._told = set(checked.problems)
        self._tell(f"{timezone.localtime():%H:%M:%S} {_summary(outcome, len(checked.problems))}")
        return True


def _summary(outcome: Outcome, problems: int) -> str:
    if outcome.errors:
        count = "1 error" if len(outcome.errors) == 1 else f"{len(outcome.errors)} errors"
        return f"{count}: nothing was published, what was published before is served"
    named = [
        f"{word} {', '.join(getattr(outcome, word))}"
        for word in ("added", "revised", "retired")
        if getattr(outcome, word)
    ]
    return f"published: {'; '.join(named) or 'no question changed'} ({problems} findings)"


def start(folders: Sequence[Path], line: Callable[[], AbstractContextManager[object]]) -> None:
    """In each process that serves; `line` lets one of them at a time do it."""
    threading.Thread(target=_go_on, args=(folders, line), name="watch", daemon=True).start()


def alone() -> AbstractContextManager[object]:
    return nullcontext()


def _go_on(folders: Sequence[Path], line: Callable[[], AbstractContextManager[object]]) -> None:
    with line():
        watch = Watch(folders, lambda told: print(told, file=sys.stderr, flush=True))
        is_begun = False
        while True:
            try:
                if is_begun:
                    watch.look()
                else:
                    watch.begin()
                    is_begun = True
            except Exception:
                logger.exception("watching failed; it goes on")
            connections.close_all()  # this thread's only
            time.sleep(PAUSE_SECONDS)
