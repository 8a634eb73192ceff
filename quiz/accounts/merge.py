"""A guest turns out to be somebody with an account: their rows become one."""

from __future__ import annotations

from django.db import transaction

from quiz.accounts.events import merged
from quiz.accounts.models import User


def merge(guest: User, *, into: User) -> None:
    """Give all that is `guest`'s to `into`, and delete `guest`. Nothing happens a second time.

    Only a guest is ever merged: somebody with a name stays who they are.
    """
    if guest == into:
        return
    with transaction.atomic():
        pair = User.objects.select_for_update().filter(pk__in=[guest.pk, into.pk]).order_by("pk")
        rows = {user.pk: user for user in pair}
        if into.pk not in rows or guest.pk not in rows or not rows[guest.pk].is_guest:
            return
        merged.send(sender=User, guest=rows[guest.pk], into=rows[into.pk])
        rows[guest.pk].delete()
