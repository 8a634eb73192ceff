"""Errors in the look of every other page: what happened, what was kept, what to do."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from quiz.web.context import theme_of

_OF_A_VIEW = (403, 404, 405)  # nothing is broken then


def _words(status: int) -> tuple[str, str]:
    """Title and advice for an HTTP status."""
    return {
        400: (
            _("This request could not be understood"),
            _("Nothing was changed. Go back and try again."),
        ),
        403: (
            _("This is not open to you"),
            _("Nothing was changed. Reload the page that you came from and try again."),
        ),
        404: (
            _("There is no such page"),
            _(
                "It may have moved, or it belongs to somebody else. "
                "Start again from the front page."
            ),
        ),
        405: (
            _("This address does not work that way"),
            _("Nothing was changed. Open the page anew from the front page."),
        ),
        413: (
            _("Too much was sent"),
            _("Nothing was recorded. Go back and send less."),
        ),
        429: (
            _("Too many at once"),
            _("Nothing was recorded. Wait a little, go back and send it again."),
        ),
        503: (
            _("The quiz is busy right now"),
            _("Nothing was recorded. Wait a few seconds, go back and send it again."),
        ),
    }.get(
        status,
        (
            _("Something went wrong on our side"),
            _("What you had answered before is kept. Go back and try again."),
        ),
    )


def error_page(request: HttpRequest, status: int, advice: str = "") -> HttpResponse:
    """The page for `status`; needs neither the database nor a session, so that it always stands.

    Where these are there it says, as every page does, that an exam of the person's is running.
    """
    title, usual = _words(status)
    page = loader.render_to_string(
        "web/error.html",
        {
            "status": status,
            "name": HTTPStatus(status).phrase,
            "title": title,
            "advice": advice or usual,
            "theme": theme_of(request),
        },
        request if status in _OF_A_VIEW else None,
    )
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    advice = _(
        "Cookies are needed, and the form may have been too old. Reload the page and try again."
    )
    return error_page(request, 403, advice)
