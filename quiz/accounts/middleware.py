from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from quiz.accounts.limits import LimitExceededError
from quiz.web.errors import error_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class LimitPages:
    """Whatever a view did too often for one address or account: 429, and when to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LimitExceededError):
            return None
        minutes = -(-exception.retry_after_seconds // 60)
        advice = _("Nothing was recorded. Try again in %(minutes)d min.") % {"minutes": minutes}
        page = error_page(request, 429, advice)
        page.headers["Retry-After"] = str(exception.retry_after_seconds)
        return page
