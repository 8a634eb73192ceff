from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory

from quiz.accounts.limits import Limit, LimitExceededError, address_of, use
from quiz.accounts.models import User

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TWICE_A_MINUTE = Limit("test", 2, timedelta(minutes=1))


def tries(times: int, place: str, at: datetime) -> int:
    """How many of so many uses are let through."""
    passed = 0
    for _ in range(times):
        try:
            use(TWICE_A_MINUTE, place, at=at)
        except LimitExceededError:
            continue
        passed += 1
    return passed


@pytest.mark.django_db
def test_a_limit_lets_through_so_many_from_each_place_in_each_window() -> None:
    assert tries(3, "a", NOW) == 2
    assert tries(3, "b", NOW) == 2
    assert tries(1, "a", NOW + timedelta(seconds=59)) == 0
    assert tries(3, "a", NOW + timedelta(seconds=60)) == 2


@pytest.mark.django_db
def test_a_limit_says_when_to_come_back() -> None:
    tries(2, "a", NOW)

    with pytest.raises(LimitExceededError) as refused:
        use(TWICE_A_MINUTE, "a", at=NOW + timedelta(seconds=20))

    assert refused.value.retry_after_seconds == 40


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
    ids=[
        *("no proxy", "forged without a proxy", "one proxy", "forged before the proxy"),
        *("two proxies", "fewer than expected", "an IPv6 network", "IPv4 in IPv6"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == address


def test_a_proxy_that_names_no_address_is_a_bad_request(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="unknown")

    with pytest.raises(SuspiciousOperation):
        address_of(request)


@pytest.mark.django_db
def test_a_guest_has_neither_name_nor_a_password_that_works() -> None:
    guest = User.objects.create_guest(at=NOW)

    assert guest.is_guest
    assert guest.name is None
    assert not guest.has_usable_password()
    assert not guest.check_password("guest")
    assert not guest.check_password("!guest")
    assert str(guest) == f"guest {guest.pk}"


@pytest.mark.django_db
def test_a_person_with_a_name_has_a_password() -> None:
    user = User.objects.create_superuser("ana", "a long password", created_at=NOW)

    assert user.check_password("a long password")
    assert (user.is_staff, user.is_guest, str(user)) == (True, False, "ana")
