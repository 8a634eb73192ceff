"""What higher rooms hear of: sent inside the transaction, so that they move their rows with it."""

from __future__ import annotations

from django.dispatch import Signal

# With `guest` and `into`, both User: what was the guest's is `into`'s from now on. What a receiver
# leaves with the guest is deleted along with the guest.
merged = Signal()
