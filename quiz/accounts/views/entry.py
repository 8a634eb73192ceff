"""Becoming somebody: sign-up, log-in, log-out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from quiz.accounts.forms import LogInForm, SignUpForm
from quiz.accounts.limits import address_of
from quiz.accounts.merge import merge
from quiz.accounts.passwords import whose
from quiz.accounts.requests import LearnerRequest, account_of, enter, guest_of
from quiz.accounts.sign_up import NameTakenError
from quiz.accounts.sign_up import sign_up as sign_up_as
from quiz.web.views import HttpResponseSeeOther, safe_next


def _onwards(request: LearnerRequest) -> HttpResponse:
    return HttpResponseSeeOther(safe_next(request) or reverse("accounts:account-detail"))


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: LearnerRequest) -> HttpResponse:
    """A guest keeps everything: it is the same person, who has a name now."""
    if not settings.SIGNUP:
        raise PermissionDenied(_("Sign-up is closed here. Ask your host for an account."))
    if account_of(request):
        return _onwards(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            user = sign_up_as(
                data["name"],
                data["password"],
                data["email"],
                guest=guest_of(request),
                address=address_of(request),
                at=now,
            )
        except NameTakenError:
            form.add_error("name", _("Somebody has this name. Choose another."))
        else:
            enter(request, user, at=now)
            return _onwards(request)
    context = {"form": form, "is_guest": guest_of(request) is not None}
    return render(request, "accounts/sign_up.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: LearnerRequest) -> HttpResponse:
    """A guest is merged into the account, once, before the session changes hands."""
    form = LogInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        user = whose(request, form.cleaned_data["name"], form.cleaned_data["password"], at=now)
        if user is not None:
            if guest := guest_of(request):
                merge(guest, into=user)
            enter(request, user, at=now)
            return _onwards(request)
        form.add_error(None, _("Name and password do not belong together."))
    context = {
        "form": form,
        "next": safe_next(request),
        "is_guest": guest_of(request) is not None,
        "has_email": settings.HAS_EMAIL,
        "is_sign_up_open": settings.SIGNUP,
        "is_password_set": request.GET.get("done") == "password",
    }
    return render(request, "accounts/log_in.html", context)


@require_POST
def log_out(request: LearnerRequest) -> HttpResponse:
    """A guest stays: without a name there would be no way back."""
    if account_of(request):
        logout(request)
    return HttpResponseSeeOther("/")
