"""How often one address or account may do a thing; counted in the database, for all workers."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from quiz.accounts.models import Allowance, User
from quiz.accounts.names import key_of


class LimitExceededError(Exception):
    """Too often; `retry_after_seconds` says when the next try is counted anew."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` in each `window`, which begins with the first."""

    name: str
    times: int
    window: timedelta


NEW_GUESTS = Limit("guest", 600, timedelta(hours=1))
SIGN_UPS = Limit("sign-up", 100, timedelta(hours=1))
RESETS = Limit("reset", 20, timedelta(hours=1))
DEVICE_LINKS = Limit("device", 20, timedelta(hours=1))
# Passwords that did not fit, for one account and from one address.
ACCOUNT_FAILURES = Limit("account", 10, timedelta(minutes=15))
ADDRESS_FAILURES = Limit("address", 50, timedelta(minutes=15))
TIDIES = Limit("tidy", 1, timedelta(days=1))
ALL = (
    *(NEW_GUESTS, SIGN_UPS, RESETS, DEVICE_LINKS),
    *(ACCOUNT_FAILURES, ADDRESS_FAILURES, TIDIES),
)


def use(limit: Limit, place: str, *, at: datetime) -> None:
    """Count one use of `limit` from `place`, inside the transaction of what is counted.

    Raises LimitExceededError when the window's uses are spent.
    """
    allowance, is_new = Allowance.objects.select_for_update().get_or_create(
        key=f"{limit.name}:{place}", defaults={"window_began_at": at, "used": 1}
    )
    if is_new:
        return
    ends_at = allowance.window_began_at + limit.window
    if at >= ends_at:
        Allowance.objects.filter(pk=allowance.pk).update(window_began_at=at, used=1)
    elif allowance.used >= limit.times:
        raise LimitExceededError(max(1, int((ends_at - at).total_seconds())))
    else:
        Allowance.objects.filter(pk=allowance.pk).update(used=models.F("used") + 1)


def give_back(limit: Limit, place: str) -> None:
    """Take back one use: what was counted beforehand turned out not to count."""
    counted = Allowance.objects.filter(key=f"{limit.name}:{place}", used__gt=0)
    counted.update(used=models.F("used") - 1)


def account_place(name: str) -> str:
    """Whose password is tried: by name, so that a name without an account is limited alike."""
    return salted_hmac("quiz.accounts.limits", key_of(name)).hexdigest()


def forget(user: User) -> None:
    """Delete what was counted for `user`."""
    keys = [f"{DEVICE_LINKS.name}:{user.pk}"]
    if user.name:
        keys.append(f"{ACCOUNT_FAILURES.name}:{account_place(user.name)}")
    Allowance.objects.filter(pk__in=keys).delete()


def address_of(request: HttpRequest) -> str:
    """The address that the request comes from: an IPv4 address, or an IPv6 /64 network.

    Only the entry that the outermost of our own `TRUSTED_PROXIES` wrote into X-Forwarded-For is
    believed; what stands left of it came from the client and is not looked at.

    Raises SuspiciousOperation where that entry is no address.
    """
    address = request.META.get("REMOTE_ADDR", "") or "127.0.0.1"
    if settings.TRUSTED_PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= settings.TRUSTED_PROXIES and forwarded[-settings.TRUSTED_PROXIES]:
            address = forwarded[-settings.TRUSTED_PROXIES].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError as error:
        raise SuspiciousOperation("the proxy named no address") from error
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
