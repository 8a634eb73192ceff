"""One-time links to set a password, for those who have no e-mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from quiz.accounts.models import User


def password_link(user: User, base: str = "") -> str:
    """Works until a password was set or somebody logged in with the old one, or for three days.

    `base` is the address of the site, such as "https://quiz.example.com".
    """
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return (base or settings.SITE_URL) + reverse(
        "accounts:password-reset-confirm", args=[uid, token]
    )
