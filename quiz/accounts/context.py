"""What every page knows of the person in front of it."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone


def busy(request: HttpRequest) -> dict[str, Any]:
    """`busy_with` names what the person is in the middle of, or is None."""
    try:
        user = getattr(request, "user", None)
        is_known = bool(user and user.is_authenticated)
    except DatabaseError:  # an error page has to come even then
        return {"busy_with": None}
    if user is None or not is_known or user.busy_until is None:
        return {"busy_with": None}
    return {"busy_with": user.busy_at(timezone.now())}
