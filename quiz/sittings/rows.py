"""One row into its table, for the two writes that everybody waits for.

The ORM builds each INSERT anew, which is most of what it costs; here the statement of a model is
built once, and its values go through the model's own fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection, models


@lru_cache(maxsize=16)
def _statement(model: type[models.Model], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """`vendor` is only part of what it is kept by."""
    fields = tuple(
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    )
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    key = quote(str(model._meta.pk.column))
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "  # noqa: S608 - names are models'
        f"VALUES ({places}) RETURNING {key}"
    )
    return sql, fields


def insert(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    """The key of the new row. `values` are by attribute, as `learner_id`; the rest are defaults.

    Raises IntegrityError as the ORM does. No signal is sent.
    """
    sql, fields = _statement(model, connection.vendor)
    row = [
        field.get_db_prep_save(
            values[field.attname] if field.attname in values else field.get_default(), connection
        )
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, row)
        (key,) = cursor.fetchone()
    return key
