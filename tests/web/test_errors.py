"""Each error says what happened, what was kept and what to do, and stands when little else does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from quiz.web import errors
from quiz.web.middleware import ErrorPages

STATUSES = (400, 403, 404, 405, 413, 429, 500, 503)


def page_for(status: int, language: str, **cookies: str) -> str:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    with translation.override(language):
        response = errors.error_page(request, status)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_an_error_needs_no_database_no_session_and_no_user(status: int, language: str) -> None:
    page = page_for(status, language)

    assert f'<html lang="{language}"' in page
    assert 'href="/"' in page
    assert re.search(r'id="error".*?<h1>[^<]+</h1><p>[^<]+</p>', page, re.DOTALL)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_status_has_words_of_its_own(language: str) -> None:
    titles = {re.findall(r"<h1>(.+?)</h1>", page_for(status, language))[0] for status in STATUSES}

    assert len(titles) == len(STATUSES)


@pytest.mark.parametrize("status", [400, 403, 405, 413, 429, 503])
def test_where_nothing_was_recorded_the_page_says_so(status: int) -> None:
    assert re.search("Nothing was (changed|recorded)", page_for(status, "en"))
    assert "されていません" in page_for(status, "ja")


def test_an_error_keeps_the_theme() -> None:
    assert 'data-theme="dark"' in page_for(500, "en", theme="dark")
    assert "data-theme" not in page_for(500, "en", theme="nonsense")


def test_a_reason_is_shown_as_text_never_as_markup() -> None:
    with translation.override("en"):
        response = errors.error_page(RequestFactory().get("/"), 403, "<b>closed</b>")

    assert "&lt;b&gt;closed&lt;/b&gt;" in response.content.decode()


def test_every_handler_answers_with_its_own_status() -> None:
    request = RequestFactory().get("/")

    answers = [
        errors.bad_request(request, BadRequest()),
        errors.permission_denied(request, PermissionDenied()),
        errors.not_found(request, Http404()),
        errors.server_error(request),
        errors.csrf_failure(request, reason="CSRF cookie not set."),
    ]

    assert [answer.status_code for answer in answers] == [400, 403, 404, 500, 403]
    assert "CSRF" not in answers[-1].content.decode()


@pytest.mark.django_db
def test_a_method_that_does_not_fit_is_told_which_do(client: Client) -> None:
    response = client.delete("/")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert 'id="error"' in response.content.decode()


def test_a_database_that_is_away_is_a_503_to_be_tried_again() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise OperationalError("database is locked")

    pages = ErrorPages(view)
    response: Any = pages.process_exception(
        RequestFactory().get("/"), OperationalError("database is locked")
    )

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "locked" not in response.content.decode()


def test_another_failure_is_left_to_the_500_page() -> None:
    pages = ErrorPages(lambda request: HttpResponse())

    assert pages.process_exception(RequestFactory().get("/"), ValueError()) is None
