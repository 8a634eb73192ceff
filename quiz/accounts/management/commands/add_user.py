"""An account for somebody else, who sets the password."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from quiz.accounts.forms import checked_name
from quiz.accounts.links import password_link
from quiz.accounts.models import User


class Command(BaseCommand):
    help = "Make an account and print a one-time link with which its owner sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--email", default="")
        parser.add_argument("--staff", action="store_true", help="may look after other people")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = checked_name(options["name"])
            if options["email"]:
                validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['name']!r}: {error.messages[0]}") from error
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    name,
                    email=options["email"],
                    is_staff=options["staff"],
                    created_at=timezone.now(),
                )
        except IntegrityError as error:
            raise CommandError(f"the name {name} is taken") from error
        self.stdout.write(password_link(user))
