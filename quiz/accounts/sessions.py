"""Sessions in the database, written with one query instead of three."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """Django's own, except that one statement gets no transaction around it."""

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError where the session was deleted meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        kept = self.get_model_class().objects.filter(pk=row.session_key)
        if not kept.update(session_data=row.session_data, expire_date=row.expire_date):
            raise UpdateError
