"""What several of these pages do: turn away, ask for the password, lead on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quiz.accounts.models import User
from quiz.accounts.passwords import whose
from quiz.accounts.requests import LearnerRequest, account_of, learner_of
from quiz.web.views import safe_next

View = Callable[..., HttpResponseBase]


def signed_in_only(view: View) -> View:
    """Guests and people with an account; a visitor is sent to log in."""

    @wraps(view)
    def answer(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if learner_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return answer


def named_only(view: View) -> View:
    """People with an account; all others are sent to log in."""

    @wraps(view)
    def answer(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if account_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return answer


def staff_only(view: View) -> View:
    """A visitor is sent to log in; everybody else who is not staff gets a 403."""

    @wraps(view)
    def answer(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = learner_of(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        if not user.is_staff:
            raise PermissionDenied(_("Only those who look after this host may see its people."))
        return view(request, *args, **kwargs)

    return answer


def confirms(request: LearnerRequest, form: Form, user: User) -> bool:
    """Whether the form's password is `user`'s; else the form says so. Tries are counted."""
    password = form.cleaned_data["password"]
    if whose(request, user.name or "", password, at=timezone.now()) == user:
        return True
    form.add_error("password", _("This is not your current password."))
    return False


def onward(request: LearnerRequest) -> str:
    return safe_next(request) or reverse("accounts:account-detail")


def site_of(request: LearnerRequest) -> str:
    """Where links lead that people carry to other devices."""
    site: str = settings.CONFIG.public_url
    return site or f"{request.scheme}://{request.get_host()}"
