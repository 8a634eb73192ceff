from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_fill_accounts")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="active_on",
            field=models.DateField(),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(condition=models.Q(("name_key__isnull", False)), fields=("name_key",), name="name_once_in_any_case"),
        ),
    ]
