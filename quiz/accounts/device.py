"""A link that opens one's session on another device, once and soon."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from quiz.accounts import limits
from quiz.accounts.models import DeviceLink, User

LIFETIME = timedelta(minutes=10)
_TOKEN_BYTES = 24


def make_link(user: User, *, at: datetime) -> str:
    """The token of a new link; those made before stop working.

    Raises LimitExceededError where `user` has made too many.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        limits.use(limits.DEVICE_LINKS, str(user.pk), at=at)
        DeviceLink.objects.filter(user=user).delete()
        DeviceLink.objects.create(user=user, digest=_digest(token), expires_at=at + LIFETIME)
    return token


def find(token: str, *, at: datetime) -> User | None:
    """Whom the link would sign in; it can still be used afterwards."""
    links = DeviceLink.objects.filter(
        digest=_digest(token), expires_at__gt=at, user__is_active=True
    )
    link = links.select_related("user").first()
    return link.user if link else None


def redeem(token: str, *, at: datetime) -> User | None:
    """Whom the link signs in, to the first who asks; None for all others."""
    user = find(token, at=at)
    if user is None:
        return None
    used, _ = DeviceLink.objects.filter(digest=_digest(token)).delete()
    return user if used else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
