"""For those who write questions: what is wrong with the files, and what learners would see."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.authoring.files import stamp
from quiz.bank import preview

View = Callable[..., HttpResponseBase]
_FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP")


def is_at_this_machine(request: HttpRequest) -> bool:
    """Whether the request came from here, and not through a proxy that stands here."""
    try:
        is_local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    is_passed_on = any(
        name in _FORWARDED or name.startswith("HTTP_X_FORWARDED") for name in request.META
    )
    return is_local and not is_passed_on


def authors_only(view: View) -> View:
    """Staff; and whoever sits at the machine where `serve --watch` listens to nobody else.

    What stands here holds the key of every question, so a visitor is sent to log in, and everybody
    else gets a 403.
    """

    @wraps(view)
    def answer(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = learner_of(request)
        is_open = settings.AUTHORING_OPEN and is_at_this_machine(request)
        if not is_open and user is None:
            return redirect_to_login(request.get_full_path())
        if not is_open and not (user and user.is_staff):
            raise PermissionDenied(_("Only those who look after this host may see its files."))
        return view(request, *args, **kwargs)

    return answer


def _unchanged(request: LearnerRequest, seen: str) -> HttpResponse | None:
    """A 204, which leaves the page alone, where it asks for news and there are none."""
    is_old = request.htmx and request.GET.get("seen") == seen
    return HttpResponse(status=204) if is_old else None


@require_safe
@authors_only
def file_list(request: LearnerRequest) -> HttpResponse:
    seen = stamp(settings.QUESTIONS_DIRS)
    if unchanged := _unchanged(request, seen):
        return unchanged
    checked = preview.on_disk(settings.QUESTIONS_DIRS, today=timezone.localdate())
    rows = preview.rows(checked)
    context = {
        "seen": seen,
        "flawed": [row for row in rows if row.problems],
        "sound": [row for row in rows if not row.problems],
        "errors": sum(row.errors for row in rows),
        "count": len(checked.reading.found.questions),
    }
    return render(request, f"bank/files.html{'#files' if request.htmx else ''}", context)


@require_safe
@authors_only
def file_preview(request: LearnerRequest, file_id: str) -> HttpResponse:
    seen = stamp(settings.QUESTIONS_DIRS)
    if unchanged := _unchanged(request, seen):
        return unchanged
    checked = preview.on_disk(settings.QUESTIONS_DIRS, today=timezone.localdate())
    problems = checked.about(file_id)
    if problems is None:
        raise Http404("there is no file of that name")
    bank = checked.reading.sound
    item = next((item for item in bank.items if item.id == file_id), None)
    table = next((table for table in bank.comparisons if table.id == file_id), None)
    chosen = preview.chosen_of(item, request.GET.getlist("selected")) if item else frozenset()
    context = {
        "seen": seen,
        "file_id": file_id,
        "item": item,
        "problems": problems,
        "chosen": sorted(chosen),
        "columns": preview.item_columns(item, bank, chosen)
        if item
        else preview.comparison_columns(table)
        if table
        else [],
    }
    return render(request, f"bank/preview.html{'#preview' if request.htmx else ''}", context)
