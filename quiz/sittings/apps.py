from __future__ import annotations

from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "quiz.sittings"
    default_auto_field = "django.db.models.BigAutoField"
