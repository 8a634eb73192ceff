"""One row from its table, or into it, where everybody waits for it.

The ORM puts each statement together anew, which is most of what a small one costs; here a model's
statements are put together once, and their values go through the model's own fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

Model = TypeVar("Model", bound=models.Model)


@lru_cache(maxsize=16)
def _insertion(model: type[models.Model], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """`vendor` is only part of what it is kept by, here and below."""
    fields = tuple(
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    )
    places = ", ".join(["%s"] * len(fields))
    table, key = _quoted(model._meta.db_table), _columns([model._meta.pk])
    parts = ("INSERT INTO", table, f"({_columns(fields)})", f"VALUES ({places})", "RETURNING", key)
    return " ".join(parts), fields


def insert(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    """The key of the new row. `values` are by attribute, as `learner_id`; the rest are defaults.

    Raises IntegrityError as the ORM does. No signal is sent.
    """
    sql, fields = _insertion(model, connection.vendor)
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


@lru_cache(maxsize=16)
def _selection(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, list[Any], list[str], list[tuple[int, Any, list[Any]]]]:
    """The statement, the fields of its values, the attributes of a row, and what converts them."""
    fields = model._meta.concrete_fields
    asked = [model._meta.get_field(name) for name in names]
    table = model._meta.db_table
    where = " AND ".join(f"{_columns([field])} = %s" for field in asked)
    sql = " ".join(("SELECT", _columns(fields), "FROM", _quoted(table), "WHERE", where))
    converted = []
    for n, field in enumerate(fields):
        column = field.get_col(table)
        converters = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        if converters:
            converted.append((n, column, converters))
    return sql, asked, [field.attname for field in fields], converted


def find(model: type[Model], values: Mapping[str, Any], *, is_held: bool = False) -> Model:
    """The row that has these `values`, by field; held, nobody else writes to it until the end
    of the transaction.

    Raises the model's DoesNotExist. At most one row may have them: the first is taken.
    """
    sql, asked, names, converted = _selection(model, tuple(values), connection.vendor)
    if is_held and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [
                field.get_db_prep_value(value, connection)
                for field, value in zip(asked, values.values(), strict=True)
            ],
        )
        row = cursor.fetchone()
    if row is None:
        missing: Any = model  # every concrete model has its own DoesNotExist
        raise missing.DoesNotExist(f"no {model.__name__} has {dict(values)}")
    row = list(row)
    for n, column, converters in converted:
        for convert in converters:
            row[n] = convert(row[n], column, connection)
    return model.from_db(connection.alias, names, row)


def _columns(fields: Any) -> str:
    return ", ".join(_quoted(str(field.column)) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
