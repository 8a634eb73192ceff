from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("sittings", "0007_slot_pick")]

    operations = [
        migrations.AddField("entry", "is_choice", models.BooleanField(default=True)),
    ]
