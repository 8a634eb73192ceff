"""Tidying and settling once a day, in a thread that can neither stop nor delay the server."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections
from django.utils import timezone

from quiz.accounts.tidy import tidy_if_due
from quiz.sittings.settle import settle_all

logger = logging.getLogger(__name__)

FIRST_SECONDS = 5.0
PAUSE_SECONDS = 3600.0


def start() -> None:
    """In each process that serves. A daemon, so that nobody waits for it at the end."""
    threading.Thread(target=_go_on, name="daily", daemon=True).start()


def _go_on() -> None:
    time.sleep(FIRST_SECONDS)
    while True:
        run_once()
        connections.close_all()  # this thread's only
        time.sleep(PAUSE_SECONDS)


def run_once() -> None:
    """Unless some process has within a day: tidy up, and write what came of exams that are over.

    Whatever fails is logged, and tried on another day.
    """
    try:
        now = timezone.now()
        tidied = tidy_if_due(at=now)
        if tidied is not None:
            logger.info("tidied: %s; settled: %s exams", tidied, settle_all(at=now))
    except Exception:
        logger.exception("tidying failed; the server goes on")
