"""The same session on another device, by a link that works once."""

from __future__ import annotations

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quiz.accounts.device import LIFETIME, find, make_link, redeem
from quiz.accounts.links import site_of
from quiz.accounts.merge import merge
from quiz.accounts.requests import LearnerRequest, enter, guest_of, learner_of
from quiz.web.views import HttpResponseSeeOther


def _qr(address: str) -> SafeString:
    """Drawn by the library from `address` alone, and coloured by our own style sheet."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass="dots")
    title = escape(_("QR code of the link"))
    return SafeString(drawn.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1))


@require_http_methods(["GET", "HEAD", "POST"])
def device_link(request: LearnerRequest) -> HttpResponse:
    """A POST makes the link; it is told on this page alone."""
    user = learner_of(request)
    if user is None:
        return redirect(f"{reverse('accounts:log-in')}?next={request.path}")
    context = {"minutes": int(LIFETIME.total_seconds() // 60), "person": user}
    if request.method == "POST":
        token = make_link(user, at=timezone.now())
        link = site_of(request) + reverse("accounts:device-open", args=[token])
        context |= {"link": link, "qr": _qr(link)}
    return render(request, "accounts/device_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def device_open(request: LearnerRequest, token: str) -> HttpResponse:
    """A GET uses nothing up: programs that show previews follow links too."""
    now = timezone.now()
    if request.method != "POST":
        user = find(token, at=now)
        if user is None:
            return render(request, "accounts/device_gone.html", status=404)
        return render(request, "accounts/device_open.html", {"person": user})
    user = redeem(token, at=now)
    if user is None:
        return render(request, "accounts/device_gone.html", status=404)
    if (guest := guest_of(request)) and guest != user:
        merge(guest, into=user)
    if learner_of(request) != user:
        enter(request, user, at=now)
    return HttpResponseSeeOther(reverse("accounts:account-detail"))
