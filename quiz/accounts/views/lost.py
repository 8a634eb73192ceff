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

from quiz.accounts import limits
from quiz.accounts.forms import NewPasswordForm, ResetForm
from quiz.accounts.views.answers import limited


class Reset(views.PasswordResetView):
    """The answer is the same for an address that nobody has."""

    form_class = ResetForm
    template_name = "accounts/reset.html"
    success_url = reverse_lazy("accounts:password-reset-done")
    http_method_names = ["get", "head", "post"]

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.HAS_EMAIL:
            raise Http404
        return limited(super().dispatch)(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            limits.use(limits.RESETS, limits.address_of(self.request), at=timezone.now())
        return super().form_valid(form)


class ResetDone(views.PasswordResetDoneView):
    template_name = "accounts/reset_done.html"
    http_method_names = ["get", "head"]


class ResetConfirm(views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "accounts/reset_confirm.html"
    success_url = reverse_lazy("accounts:password-reset-complete")
    http_method_names = ["get", "head", "post"]


class ResetComplete(views.PasswordResetCompleteView):
    template_name = "accounts/reset_complete.html"
    http_method_names = ["get", "head"]
