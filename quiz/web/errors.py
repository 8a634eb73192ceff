from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(str(status), status=status)
