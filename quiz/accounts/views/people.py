"""For staff: who has an account, and looking after them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz.accounts.erase import erase
from quiz.accounts.links import password_link, site_of
from quiz.accounts.models import Session, User
from quiz.accounts.requests import LearnerRequest, account_of
from quiz.web.views import HttpResponseSeeOther

PAGE_SIZE = 50

StaffView = Callable[Concatenate[LearnerRequest, ...], HttpResponse]


def staff_only(view: StaffView) -> StaffView:
    """Visitors and guests are sent to log in; others are told that this is not open to them."""

    @wraps(view)
    def checked(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = account_of(request)
        if user is None:
            return redirect(f"{reverse('accounts:log-in')}?next={request.path}")
        if not user.is_staff:
            raise PermissionDenied(_("This page is for those who look after this host."))
        return view(request, *args, **kwargs)

    return checked


def _listed(request: LearnerRequest, **shown: Any) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()[:150]
    people = User.objects.named().matching(query).order_by("name_key")
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    joint = f"?{urlencode({'q': query})}&page=" if query else "?page="
    context = {
        "query": query,
        "page": page,
        "joint": joint,
        "guests": User.objects.guests().count(),
        **shown,
    }
    return render(request, "accounts/people.html", context)


@require_safe
@staff_only
def person_list(request: LearnerRequest) -> HttpResponse:
    return _listed(request)


def _other(request: LearnerRequest, person_id: int) -> User:
    """Somebody with an account who is not oneself."""
    person = get_object_or_404(User.objects.named(), pk=person_id)
    if person == request.user:
        raise PermissionDenied(_("Your own account cannot be changed here."))
    return person


@require_POST
@staff_only
def person_change(request: LearnerRequest, person_id: int) -> HttpResponse:
    """`action` is deactivate, activate, or reset: a link to set a password, told once."""
    person = _other(request, person_id)
    action = request.POST.get("action")
    if action == "reset":
        return _listed(request, person=person, link=password_link(person, site_of(request)))
    if action in ("activate", "deactivate"):
        person.is_active = action == "activate"
        person.save(update_fields=["is_active"])
        if not person.is_active:
            Session.objects.filter(user=person).delete()
    return HttpResponseSeeOther(reverse("accounts:person-list"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def person_delete(request: LearnerRequest, person_id: int) -> HttpResponse:
    person = _other(request, person_id)
    if request.method == "POST":
        erase(person)
        return HttpResponseSeeOther(reverse("accounts:person-list"))
    return render(request, "accounts/person_delete.html", {"person": person})
