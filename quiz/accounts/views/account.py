"""One's own account: what it is, and what one can do with it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from quiz.accounts.erase import erase
from quiz.accounts.forms import ChangePasswordForm, ConfirmForm, EmailForm
from quiz.accounts.models import User
from quiz.accounts.passwords import whose
from quiz.accounts.requests import LearnerRequest, account_of, enter, learner_of
from quiz.web.views import HttpResponseSeeOther


def _done(what: str) -> HttpResponse:
    return HttpResponseSeeOther(f"{reverse('accounts:account-detail')}?done={what}")


def _to_log_in(request: LearnerRequest) -> HttpResponse:
    return redirect(f"{reverse('accounts:log-in')}?next={request.path}")


def _fits(request: LearnerRequest, user: User, password: str) -> bool:
    """Whether `password` is the user's; tries are counted as those of a log-in."""
    return whose(request, user.name or "", password, at=timezone.now()) == user


@require_safe
def account_detail(request: LearnerRequest) -> HttpResponse:
    context = {
        "person": learner_of(request),
        "is_sign_up_open": settings.SIGNUP,
        "done": request.GET.get("done", ""),
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: LearnerRequest) -> HttpResponse:
    """This session stays, and all others of the account end."""
    user = account_of(request)
    if user is None:
        return _to_log_in(request)
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if _fits(request, user, form.cleaned_data["password"]):
            form.save()
            enter(request, user, at=timezone.now())
            return _done("password")
        form.add_error("password", _("This is not your password."))
    return render(request, "accounts/password_change.html", {"form": form})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: LearnerRequest) -> HttpResponse:
    user = account_of(request)
    if user is None:
        return _to_log_in(request)
    data = request.POST if request.method == "POST" else None
    form = EmailForm(data, initial={"email": user.email})
    if form.is_valid():
        if _fits(request, user, form.cleaned_data["password"]):
            user.email = form.cleaned_data["email"]
            user.save(update_fields=["email"])
            return _done("email")
        form.add_error("password", _("This is not your password."))
    return render(request, "accounts/email_change.html", {"form": form})


def _is_confirmed(request: LearnerRequest, user: User, form: ConfirmForm) -> bool:
    if _fits(request, user, form.cleaned_data["password"]):
        return True
    form.add_error("password", _("This is not your password."))
    return False


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: LearnerRequest) -> HttpResponse:
    """Everything goes. Somebody with a password has to give it; a guest has none."""
    user = learner_of(request)
    if user is None:
        raise Http404("nothing is kept about a visitor")
    data = request.POST if request.method == "POST" else None
    form = None if user.is_guest else ConfirmForm(data)
    is_confirmed = form is None or (form.is_valid() and _is_confirmed(request, user, form))
    if request.method == "POST" and is_confirmed:
        logout(request)
        erase(user)
        return render(request, "accounts/deleted.html")
    return render(request, "accounts/account_delete.html", {"person": user, "form": form})
