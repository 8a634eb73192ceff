"""For those who look after a host: who has an account, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz.accounts.erase import erase
from quiz.accounts.links import password_link
from quiz.accounts.models import Session, User
from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.accounts.views.answers import site_of, staff_only
from quiz.web.views import HttpResponseSeeOther

PER_PAGE = 50


@require_safe
@staff_only
def people(request: LearnerRequest) -> HttpResponse:
    return _list(request)


@require_POST
@staff_only
def deactivate(request: LearnerRequest, user_id: int) -> HttpResponse:
    user = _other(request, user_id)
    User.objects.filter(pk=user.pk).update(is_active=False)
    Session.objects.filter(user=user).delete()
    return HttpResponseSeeOther(reverse("accounts:people-list"))


@require_POST
@staff_only
def activate(request: LearnerRequest, user_id: int) -> HttpResponse:
    user = _other(request, user_id)
    User.objects.filter(pk=user.pk).update(is_active=True)
    return HttpResponseSeeOther(reverse("accounts:people-list"))


@require_POST
@staff_only
def reset_link(request: LearnerRequest, user_id: int) -> HttpResponse:
    """Shown once, on the page that answers: nothing keeps it."""
    user = _other(request, user_id)
    return _list(request, {"made_for": user, "made": password_link(user, site_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def delete(request: LearnerRequest, user_id: int) -> HttpResponse:
    user = _other(request, user_id)
    if request.method == "POST":
        erase(user)
        return HttpResponseSeeOther(reverse("accounts:people-list"))
    return render(request, "accounts/person_delete.html", {"user": user})


def _list(request: LearnerRequest, extra: dict[str, Any] | None = None) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "")[:200].strip()
    found = User.objects.named().matching(words).order_by("name_key")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "guests": User.objects.guests().count(),
        "self": learner_of(request),
    }
    return render(request, "accounts/people.html", {**context, **(extra or {})})


def _other(request: LearnerRequest, user_id: int) -> User:
    """Somebody else with an account; nobody acts on themselves, or on somebody above them."""
    user = get_object_or_404(User.objects.named(), pk=user_id)
    own = learner_of(request)
    if own is None or user == own:
        raise PermissionDenied(_("Another person of the staff has to do this to you."))
    if user.is_superuser and not own.is_superuser:
        raise PermissionDenied(_("Only an administrator may do this to an administrator."))
    return user
