"""The suite runs where it is told to."""

from __future__ import annotations

import os

from django.db import connection


def test_the_suite_runs_on_the_database_that_it_is_told_to() -> None:
    told = os.environ.get("TEST_DATABASE_URL", "sqlite:")

    assert told.startswith(connection.vendor)
