from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    def create_guest(self, *, at: datetime) -> User:
        """A person who has given neither name nor password; the session is what makes them them."""
        guest = self.model(is_guest=True, created_at=at)
        guest.password = UNUSABLE
        guest.save(force_insert=True, using=self._db)
        return guest

    def create_user(self, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(name, password, is_staff=True, is_superuser=True, **fields)


# Django takes a password hash that begins with "!" for one that no password matches. A guest's is
# constant: random characters would only cost time.
UNUSABLE = "!guest"


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `name` is None for a guest, and unique otherwise."""

    name = models.CharField(max_length=150, unique=True, null=True, blank=True)
    email = models.EmailField(blank=True)
    is_guest = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name or f"guest {self.pk}"


class AllowanceQuerySet(models.QuerySet["Allowance"]):
    def ended_before(self, at: datetime) -> Self:
        return self.filter(window_began_at__lt=at)


class Allowance(models.Model):
    """How often something was done from one place in the running window of time.

    `key` names what and where: "guest:192.0.2.7".
    """

    key = models.CharField(max_length=100, primary_key=True)
    window_began_at = models.DateTimeField()
    used = models.PositiveIntegerField()

    objects = AllowanceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
