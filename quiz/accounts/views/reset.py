"""A new password for somebody who has lost theirs: Django's views, with our pages and limits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quiz.accounts import limits
from quiz.accounts.forms import NewPasswordForm, ResetForm


class _Reset(views.PasswordResetView):
    """The answer never tells whether somebody has the address."""

    form_class = ResetForm
    template_name = "accounts/password_reset.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            limits.use(limits.RESETS, limits.address_of(self.request), at=timezone.now())
        form.save(request=self.request)
        return render(self.request, "accounts/password_reset_sent.html")


class _Confirm(views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:log-in", query={"done": "password"})


_reset = _Reset.as_view()
password_reset_confirm = require_http_methods(["GET", "HEAD", "POST"])(_Confirm.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> Any:
    """Only where mail can be sent; elsewhere the host makes a link."""
    if not settings.HAS_EMAIL:
        raise Http404("no mail is sent here")
    return _reset(request)
