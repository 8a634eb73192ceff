from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from quiz.accounts.names import LONGEST, key_of, written


class UserQuerySet(models.QuerySet["User"]):
    def named(self) -> Self:
        return self.filter(is_guest=False)

    def guests(self) -> Self:
        return self.filter(is_guest=True)

    def matching(self, words: str) -> Self:
        """Those whose name or e-mail address holds `words`, without regard to case; all for ""."""
        key = key_of(words)
        if not key:
            return self
        return self.filter(models.Q(name_key__contains=key) | models.Q(email__icontains=key))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> User:
        """By name, without regard to case: what log-in looks up."""
        return self.get(name_key=key_of(username or ""))

    def named(self) -> UserQuerySet:
        return self.get_queryset().named()

    def guests(self) -> UserQuerySet:
        return self.get_queryset().guests()

    def create_guest(self, *, at: datetime) -> User:
        """A person who has given neither name nor password; the session is what makes them them."""
        guest = self.model(is_guest=True, created_at=at, active_on=at.date())
        guest.password = UNUSABLE
        guest.save(force_insert=True, using=self._db)
        return guest

    def create_user(self, name: str, password: str | None = None, **fields: Any) -> User:
        """Without a password nobody can log in until one was set by a link."""
        user = self.model(name=name, **fields)
        if user.created_at is None:  # Django's own `createsuperuser` gives none
            user.created_at = timezone.now()
        user.active_on = user.active_on or user.created_at.date()
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(name, password, is_staff=True, is_superuser=True, **fields)


# Django takes a password hash that begins with "!" for one that no password matches. A guest's is
# constant: random characters would only cost time.
UNUSABLE = "!guest"


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `name` is None for a guest, and unique otherwise, without regard to case.

    `busy_with` names what is going on that all pages have to know of, until `busy_until`; higher
    rooms set both, so that a page asks the database for nothing more.

    `name_key` is what makes it so: a database's own LOWER() knows the letters A to Z only (SQLite)
    or what its locale knows (PostgreSQL). `active_on` is the day of the last answer or log-in.
    """

    name = models.CharField(max_length=LONGEST, unique=True, null=True, blank=True)
    # As `name`: NULL for a guest, since the empty text could stand only once.
    name_key = models.CharField(max_length=3 * LONGEST, null=True, editable=False)  # noqa: DJ001
    email = models.EmailField(blank=True)
    is_guest = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    active_on = models.DateField()
    busy_with = models.UUIDField(null=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS = []

    class Meta:
        constraints: ClassVar = [
            # Only where there is a name, so that a guest costs no entry.
            models.UniqueConstraint(
                fields=["name_key"],
                condition=models.Q(name_key__isnull=False),
                name="name_once_in_any_case",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"guest {self.pk}"

    def busy_at(self, at: datetime) -> UUID | None:
        """What goes on at that moment, or None."""
        is_busy = self.busy_until is not None and at < self.busy_until
        return self.busy_with if is_busy else None

    def was_busy(self, at: datetime) -> bool:
        """Whether something is still named that was over at that moment."""
        return self.busy_until is not None and at > self.busy_until

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = None if self.name is None else written(self.name)
        self.name_key = None if self.name is None else key_of(self.name)
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key"}
        super().save(*args, **kwargs)


class Session(AbstractBaseSession):
    """Django's, and whose it is: a person's sessions go when the person goes.

    The database does not check `user`: a session that is written while its user is deleted belongs
    to nobody, which is what it should.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_constraint=False)

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class DeviceLink(models.Model):
    """A link that signs another device in as `user`, once. Only its token's hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.user_id}, until {self.expires_at}"


class Allowance(models.Model):
    """How often something was done from one place in the running window of time.

    `key` names what and where: "guest:192.0.2.7".
    """

    key = models.CharField(max_length=100, primary_key=True)
    window_began_at = models.DateTimeField()
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
