"""Publish the question files: all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quiz.bank.publish import publish_folders


class Command(BaseCommand):
    help = "Publish question files in place of what is published now: all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
        parser.add_argument(
            "--check", action="store_true", help="say what would happen, and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folders"] or settings.QUESTIONS_DIRS
        outcome = publish_folders(folders, at=timezone.now(), is_trial=options["check"])
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        if outcome.errors:
            raise CommandError(
                f"nothing was published: {len(outcome.errors)} errors in the question files"
            )
        for word in ("added", "revised", "retired"):
            for question in getattr(outcome, word):
                self.stdout.write(f"{word}: {question}")
        self.stdout.write(
            f"{outcome} (checked, nothing written)" if options["check"] else f"{outcome}"
        )
