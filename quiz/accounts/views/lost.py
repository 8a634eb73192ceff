"""A lost password: Django's views, in our look."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quiz.accounts import limits
from quiz.accounts.forms import NewPasswordForm, ResetForm


class Reset(views.PasswordResetView):
    """The answer is the same for an address that nobody has."""

    form_class = ResetForm
    template_name = "accounts/reset.html"
    success_url = reverse_lazy("accounts:password-reset-done")

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.HAS_EMAIL:
            raise Http404
        return super().dispatch(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            limits.use(limits.RESETS, limits.address_of(self.request), at=timezone.now())
        return super().form_valid(form)


class ResetDone(views.PasswordResetDoneView):
    template_name = "accounts/reset_done.html"


class ResetConfirm(views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "accounts/reset_confirm.html"
    success_url = reverse_lazy("accounts:password-reset-complete")


class ResetComplete(views.PasswordResetCompleteView):
    template_name = "accounts/reset_complete.html"


# Before the views' own checks, so that another method is a 405 whatever the link is worth.
_asked = require_http_methods(["GET", "HEAD", "POST"])
reset = _asked(Reset.as_view())
reset_confirm = _asked(ResetConfirm.as_view())
reset_done = require_safe(ResetDone.as_view())
reset_complete = require_safe(ResetComplete.as_view())
