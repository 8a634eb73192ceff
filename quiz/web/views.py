from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from quiz.web.context import THEMES


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: whatever the request's method was, the next is a GET."""

    status_code = 303


def safe_next(request: HttpRequest) -> str:
    """Where the form or the address says to go on to; "" where it names another site."""
    target = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""


def back(request: HttpRequest) -> HttpResponse:
    """To the page that the switch stood on, or to the front page."""
    return HttpResponseSeeOther(safe_next(request) or "/")


def _remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = back(request)
    response.set_cookie(
        name,
        value,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    known = code in dict(settings.LANGUAGES) and check_for_language(code)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code) if known else back(request)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    value = request.POST.get("theme", "")
    return _remember(request, "theme", value) if value in THEMES else back(request)
