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

from quiz.bank.ready import Ready

_signer = signing.Signer(salt="quiz.sittings.ticket")


class TicketError(Exception):
    """The ticket is not ours, or was given to another browser."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Revision (its row's number), options in the order shown (such as "cadb"), and a nonce.

    `made_from` names the rendition that was shown, so that what a process keeps of it is found
    without asking the database. The ticket is bound to the browser that it was given to by that
    browser's CSRF secret, since before the first answer there is no session to bind it to.
    """

    revision_id: int
    made_from: str
    option_order: str
    nonce: uuid.UUID

    @classmethod
    def issue(cls, shown: Ready, *, rng: random.Random) -> Self:
        options = "".join(shown.face["options"])
        if shown.face["shuffle"]:
            options = "".join(rng.sample(options, len(options)))
        nonce = uuid.UUID(int=rng.getrandbits(128), version=4)
        return cls(shown.revision.pk, shown.made_from, options, nonce)

    def signed(self, request: HttpRequest) -> str:
        if not request.META.get("CSRF_COOKIE"):
            get_token(request)  # makes the secret where the browser has none yet
        return _signer.sign_object(
            [self.revision_id, self.made_from, self.option_order, self.nonce.hex, _browser(request)]
        )

    @classmethod
    def read(cls, signed: str, request: HttpRequest) -> Self:
        """Raises TicketError unless this server gave `signed` to this browser."""
        try:
            revision_id, made_from, order, nonce, browser = _signer.unsign_object(signed)
        except (signing.BadSignature, ValueError) as error:
            raise TicketError("not a ticket of ours") from error
        if browser != _browser(request):
            raise TicketError("given to another browser")
        return cls(revision_id, made_from, order, uuid.UUID(nonce))


def _browser(request: HttpRequest) -> str:
    secret = request.META.get("CSRF_COOKIE", "")
    return salted_hmac("quiz.sittings.browser", secret).hexdigest()[:16]
