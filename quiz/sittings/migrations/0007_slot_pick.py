from __future__ import annotations

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """From the revisions; a running exam goes on."""
    slots = apps.get_model("sittings", "Slot").objects.exclude(sitting=None)
    revisions = apps.get_model("bank", "Revision").objects.filter(pk__in=slots.values("revision"))
    for pk, document in revisions.values_list("pk", "document").iterator():
        pick = sum(option["is_correct"] for option in document.get("options", ()))
        if pick > 1:
            slots.filter(revision=pk).update(pick=pick)


class Migration(migrations.Migration):

    dependencies = [("sittings", "0006_sittings_and_entries"), ("bank", "0004_question_pick")]

    operations = [
        migrations.AddField("slot", "pick", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
