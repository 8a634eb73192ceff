from __future__ import annotations

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    """For the management commands; the front door owns no tables."""

    name = "quiz"
    label = "front_door"
