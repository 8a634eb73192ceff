"""Tidying once a day, in a thread beside the server that can neither stop nor delay it."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections
from django.utils import timezone

from quiz.accounts.tidy import tidy_if_due

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
        time.sleep(PAUSE_SECONDS)


def run_once() -> None:
    """Tidy if no process has within a day. Whatever fails is logged, and tried on another day."""
    try:
        tidied = tidy_if_due(at=timezone.now())
        if tidied is not None:
            logger.info("tidied: %s", tidied)
    except Exception:
        logger.exception("tidying failed; the server goes on")
    finally:
        connections.close_all()  # this thread's only
