"""What holds for all tests: no language left over, and journeys only where there is a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

JOURNEYS = Path(__file__).parent / "journeys"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_path() -> str | None:
    """The browser that the journeys drive: Debian's chromium, or another of its family."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if browser_path():
        return
    journeys = [item for item in items if item.path.is_relative_to(JOURNEYS)]
    if journeys and os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("REQUIRE_BROWSER=1, and there is no chromium on the PATH")
    for item in journeys:
        item.add_marker(pytest.mark.skip(reason="no browser: install chromium to run journeys"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """For `make test`, which ends with what was skipped in any of its calls."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    if reasons and (target := os.environ.get("SKIPPED_TO")):
        with Path(target).open("a", encoding="utf-8") as file:
            file.writelines(f"{reason.removeprefix('Skipped: ')}\n" for reason in reasons)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The locale middleware leaves its language in the thread, and the next test would speak it."""
    yield
    translation.deactivate()
