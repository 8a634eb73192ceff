from __future__ import annotations

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """As the next publication would; a start without changed files publishes nothing."""
    for question in apps.get_model("bank", "Question").objects.exclude(current=None):
        options = question.current.document.get("options", ())
        question.pick = sum(option["is_correct"] for option in options) or 1
        question.save(update_fields=["pick"])


class Migration(migrations.Migration):

    dependencies = [("bank", "0003_question_options")]

    operations = [
        migrations.AddField("question", "pick", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
