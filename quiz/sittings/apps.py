from __future__ import annotations

from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "quiz.sittings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quiz.sittings import receivers  # noqa: F401, PLC0415 - models are there only now
