"""The typed request, and the learner behind it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    login,
    update_session_auth_hash,
)
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from quiz.accounts.models import User

_ROLLED_ON = "rolled_on"


class LearnerRequest(HttpRequest):
    """A request after our middleware: `user` may be a guest, or nobody yet."""

    htmx: HtmxDetails
    user: User | AnonymousUser


def learner_of(request: LearnerRequest) -> User | None:
    """The person behind the request; None for a visitor who has not answered anything yet."""
    return request.user if isinstance(request.user, User) else None


def remember(request: LearnerRequest, user: User, *, at: datetime) -> None:
    """Tie the session to `user` for a year from `at`; written at most once a day.

    Not Django's `login()`: that draws a new CSRF secret, and the copies of a first answer that are
    still on their way would fail. A visitor had no session before, so none can be fixed on them.
    """
    today = at.date().isoformat()
    if learner_of(request) != user:
        request.session[SESSION_KEY] = str(user.pk)
        request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        request.user = user
    if request.session.get(_ROLLED_ON) != today:
        request.session[_ROLLED_ON] = today
        _note_active(user, at=at)


def _note_active(user: User, *, at: datetime) -> None:
    if user.active_on != at.date():
        user.active_on = at.date()
        User.objects.filter(pk=user.pk).update(active_on=user.active_on)


def account_of(request: LearnerRequest) -> User | None:
    """The person with a name and a password behind the request; None for guests and visitors."""
    user = learner_of(request)
    return None if user is None or user.is_guest else user


def guest_of(request: LearnerRequest) -> User | None:
    user = learner_of(request)
    return user if user is not None and user.is_guest else None


def enter(request: LearnerRequest, user: User, *, at: datetime) -> None:
    """Sign this browser in as `user`, under a new session key and with a new CSRF secret.

    A guest who has just become `user` keeps what the session holds.
    """
    if learner_of(request) == user:
        update_session_auth_hash(request, user)  # draws a new key
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[_ROLLED_ON] = at.date().isoformat()
    _note_active(user, at=at)
