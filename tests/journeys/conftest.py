from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page

from quiz.bank.publish import publish_folders
from tests.conftest import browser_path

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


def pytest_configure() -> None:
    # Playwright runs an event loop in this thread, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": browser_path(), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file, as it is where it is used: in memory all connections would share their locks."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "quiz.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> str:
    """The address of a server with the shipped questions."""
    publish_folders(settings.QUESTIONS_DIRS, at=timezone.now())
    return str(live_server.url)


@pytest.fixture(autouse=True)
def _quiet_console(page: Page) -> Iterator[None]:
    """No script error and no breach of the content security policy, on any journey."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    # What htmx says of a network that was cut on purpose is no fault of the page.
    expected = re.compile("ERR_INTERNET|^htmx:|^Response Status Error Code 4")
    assert [text for text in said if not expected.search(text)] == []


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], request: Any) -> dict[str, Any]:
    language = request.getfixturevalue("language") if "language" in request.fixturenames else "en"
    return {**browser_context_args, "locale": language}
