"""What every response gets: headers, a limit on bodies, errors in our own look."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from quiz.web.errors import error_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
RETRY_AFTER_SECONDS = 5


class ResponseHeaders:
    """Outermost, so that static files and errors carry them too.

    What is not a file is somebody's own page: it is never kept by a cache, and has one form
    for htmx and one for everything else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["HX-Request"])
        return response


class BodyLimit:
    """Answer 413 to a body over Django's limit, which itself would answer 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit is not None and length.isdecimal() and int(length) > limit:
            return error_page(request, 413)
        return self.get_response(request)


class ErrorPages:
    """A 405 in our own look; a database that is away or busy is a 503, to be tried again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse):
            page = error_page(request, 405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        page = error_page(request, 503)
        page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return page
