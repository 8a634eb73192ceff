from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """Whose a response is, and of what question, so far followed from slot and sitting.

    By itself, since PostgreSQL changes no table that has updates waiting for their checks.
    """
    sittings = apps.get_model("sittings", "Sitting").objects.filter(pk=OuterRef("sitting_id"))
    apps.get_model("sittings", "Slot").objects.filter(learner=None).update(
        learner_id=Subquery(sittings.values("learner_id")[:1])
    )
    responses = apps.get_model("sittings", "Response").objects.filter(learner=None)
    slots = apps.get_model("sittings", "Slot").objects.filter(pk=OuterRef("slot_id"))
    responses.update(
        learner_id=Subquery(slots.values("sitting__learner_id")[:1]),
        question_id=Subquery(slots.values("revision__question_id")[:1]),
    )


class Migration(migrations.Migration):

    dependencies = [("sittings", "0002_own_responses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
