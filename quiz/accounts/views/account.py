"""One's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from quiz.accounts.erase import erase
from quiz.accounts.forms import ChangePasswordForm, ConfirmForm, EmailForm
from quiz.accounts.models import User
from quiz.accounts.requests import LearnerRequest, account_of, learner_of
from quiz.accounts.views.answers import confirms, named_only, signed_in_only
from quiz.web.context import THEMES
from quiz.web.views import HttpResponseSeeOther


@require_safe
def account(request: LearnerRequest) -> HttpResponse:
    context = {
        "person": learner_of(request),
        "themes": THEMES,
        "is_signup_open": settings.SIGNUP,
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@named_only
def email(request: LearnerRequest) -> HttpResponse:
    """With the password: whoever can read the mail can set a new one."""
    user = _own(request)
    data = request.POST if request.method == "POST" else None
    form = EmailForm(data, initial={"email": user.email})
    if form.is_valid() and confirms(request, form, user):
        user.email = form.cleaned_data["email"]
        user.save(update_fields=["email"])
        return HttpResponseSeeOther(reverse("accounts:account-detail"))
    return render(request, "accounts/email.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@named_only
def password(request: LearnerRequest) -> HttpResponse:
    """Other browsers are signed out: their sessions carry a hash of the old password."""
    user = _own(request)
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid() and confirms(request, form, user):
        form.save()
        update_session_auth_hash(request, user)
        return HttpResponseSeeOther(reverse("accounts:password-changed"))
    return render(request, "accounts/password.html", {"form": form})


@require_safe
@named_only
def password_changed(request: LearnerRequest) -> HttpResponse:
    return render(request, "accounts/password_changed.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def delete(request: LearnerRequest) -> HttpResponse:
    person = learner_of(request)
    is_sent = request.method == "POST"
    form = ConfirmForm(request.POST if is_sent else None)
    if person and is_sent and _may_delete(request, form, person):
        erase(person)
        logout(request)
        return HttpResponseSeeOther(reverse("accounts:account-deleted"))
    return render(request, "accounts/delete.html", {"form": form, "person": person})


@require_safe
def deleted(request: LearnerRequest) -> HttpResponse:
    return render(request, "accounts/deleted.html")


def _may_delete(request: LearnerRequest, form: ConfirmForm, person: User) -> bool:
    """A guest has no password."""
    return person.is_guest or (form.is_valid() and confirms(request, form, person))


def _own(request: LearnerRequest) -> User:
    user = account_of(request)
    assert user is not None, "the view is for people with an account"  # noqa: S101 - for mypy
    return user
