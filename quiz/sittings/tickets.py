"""The signed one-time ticket in a form: what was shown, so that exactly that is graded."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from typing import Self

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

_signer = signing.Signer(salt="quiz.sittings.ticket")


class TicketError(Exception):
    """The ticket is not ours, or was given to another browser."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Revision (its row's number), options in the order shown (such as "cadb"), and a nonce.

    It is bound to the browser that it was given to by that browser's CSRF secret, since
    before the first answer there is no session to bind it to.
    """

    revision_id: int
    option_order: str
    nonce: uuid.UUID

    @classmethod
    def issue(cls, revision_id: int, options: str, *, shuffled: bool, rng: random.Random) -> Self:
        order = "".join(rng.sample(options, len(options))) if shuffled else options
        return cls(revision_id, order, uuid.UUID(int=rng.getrandbits(128), version=4))

    def signed(self, request: HttpRequest) -> str:
        get_token(request)  # makes the secret where the browser has none yet
        return _signer.sign_object(
            [self.revision_id, self.option_order, self.nonce.hex, _browser(request)]
        )

    @classmethod
    def read(cls, signed: str, request: HttpRequest) -> Self:
        """Raises TicketError unless this server gave `signed` to this browser."""
        try:
            revision_id, order, nonce, browser = _signer.unsign_object(signed)
        except (signing.BadSignature, ValueError) as error:
            raise TicketError("not a ticket of ours") from error
        if browser != _browser(request):
            raise TicketError("given to another browser")
        return cls(revision_id, order, uuid.UUID(nonce))


def _browser(request: HttpRequest) -> str:
    secret = request.META.get("CSRF_COOKIE", "")
    return salted_hmac("quiz.sittings.browser", secret).hexdigest()[:16]
