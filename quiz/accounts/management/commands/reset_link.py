from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from quiz.accounts.links import password_link
from quiz.accounts.models import User


class Command(BaseCommand):
    help = "Print a one-time link to set a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["name"])
        except User.DoesNotExist as error:
            raise CommandError(f"there is no account named {options['name']}") from error
        if not user.is_active:
            raise CommandError(f"the account {user.name} is deactivated: activate it first")
        self.stdout.write(password_link(user))
