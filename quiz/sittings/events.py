"""What higher rooms hear of: sent inside the transaction, so that they write their rows with it."""

from __future__ import annotations

from django.dispatch import Signal

# With `sitting`: it has ended, its responses and its summary are written.
finished = Signal()
