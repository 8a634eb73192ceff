"""Taking one's session to another device."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quiz.accounts import device
from quiz.accounts.merge import merge
from quiz.accounts.requests import LearnerRequest, enter, guest_of, learner_of
from quiz.accounts.views.answers import signed_in_only, site_of
from quiz.web.errors import error_page
from quiz.web.views import HttpResponseSeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def link(request: LearnerRequest) -> HttpResponse:
    """The link is shown once, in the answer to the POST: it is stored nowhere."""
    person = learner_of(request)
    context: dict[str, Any] = {"person": person}
    if person and request.method == "POST":
        token = device.make_link(person, at=timezone.now())
        address = site_of(request) + reverse("accounts:device-open", args=[token])
        context |= {"address": address, "qr": _qr(address)}
    return render(request, "accounts/device.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: LearnerRequest, token: str) -> HttpResponse:
    """A GET uses nothing up: chat programs fetch links to preview them."""
    now = timezone.now()
    if request.method != "POST":
        user = device.find(token, at=now)
        own = learner_of(request)
        context = {"user": user, "own": own, "is_other": own is not None and own != user}
        return render(request, "accounts/device_open.html", context) if user else _gone(request)
    user = device.redeem(token, at=now)
    if user is None:
        return _gone(request)
    if guest := guest_of(request):
        merge(guest, into=user)
    if learner_of(request) != user:
        enter(request, user, at=now)
    return HttpResponseSeeOther(reverse("accounts:account-detail"))


def _gone(request: LearnerRequest) -> HttpResponse:
    advice = _(
        "This link was used already, or its ten minutes are over. "
        "Make a new one on the device that you come from."
    )
    return error_page(request, 404, advice)


def _qr(address: str) -> SafeString:
    """Classes only: the content security policy refuses style attributes."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass="dots")
    title = _("QR code of the link above")
    return mark_safe(  # noqa: S308 - segno draws squares; the title is ours
        svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
    )
