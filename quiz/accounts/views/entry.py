"""Sign-up, log-in and log-out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from quiz.accounts.forms import LogInForm, SignUpForm
from quiz.accounts.limits import address_of
from quiz.accounts.merge import merge
from quiz.accounts.passwords import whose
from quiz.accounts.requests import LearnerRequest, account_of, enter, guest_of
from quiz.accounts.sign_up import NameTakenError, sign_up
from quiz.accounts.views.answers import onward
from quiz.web.views import HttpResponseSeeOther, safe_next


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_page(request: LearnerRequest) -> HttpResponse:
    if not settings.SIGNUP:
        raise PermissionDenied(
            _("Nobody can sign up here themselves. Ask the host for an account.")
        )
    if account_of(request):
        return HttpResponseSeeOther(onward(request))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _signed_up(request, form):
        return HttpResponseSeeOther(onward(request))
    context = {"form": form, "next": safe_next(request), "guest": guest_of(request)}
    return render(request, "accounts/sign_up.html", context)


def _signed_up(request: LearnerRequest, form: SignUpForm) -> bool:
    given, now = form.cleaned_data, timezone.now()
    try:
        user = sign_up(
            *(given["name"], given["password"], given["email"]),
            guest=guest_of(request),
            address=address_of(request),
            at=now,
        )
    except NameTakenError:
        form.add_error("name", _("This name is taken. If it is yours, log in; or choose another."))
        return False
    enter(request, user, at=now)
    return True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def log_in_page(request: LearnerRequest) -> HttpResponse:
    form = LogInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        user = whose(request, given["name"], given["password"], at=now)
        if user:
            if guest := guest_of(request):
                merge(guest, into=user)
            enter(request, user, at=now)
            return HttpResponseSeeOther(onward(request))
        form.add_error(None, _("The name or the password is wrong, or the account is closed."))
    context = {
        "form": form,
        "next": safe_next(request),
        "guest": guest_of(request),
        "has_email": settings.HAS_EMAIL,
        "is_signup_open": settings.SIGNUP,
    }
    return render(request, "accounts/log_in.html", context)


@require_POST
def log_out(request: LearnerRequest) -> HttpResponse:
    """A guest stays: without a name there would be no way back."""
    if account_of(request):
        logout(request)
    return HttpResponseSeeOther("/")
