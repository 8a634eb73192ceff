from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from quiz.accounts.tidy import tidy


class Command(BaseCommand):
    help = "Delete idle guests, and sessions, limits and links that have expired."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted: {tidy(at=timezone.now())}")
