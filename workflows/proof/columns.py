"""Which tables and columns the trail tells, and in whose entries."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from models import Base
from models.outside import COLUMNS, MIGRATED, RENDERED, TABLES


def told_tables() -> list[sa.Table]:
    """Every table that the trail tells, by name."""
    return [table for table in by_name() if table.name not in TABLES]


def by_name() -> list[sa.Table]:
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def told_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Those that are compared: not the key, which finds the row."""
    return [one for one in table.columns if not one.primary_key and name_of(one) not in COLUMNS | RENDERED]


def name_of(column: sa.Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def was_migrated(column: sa.Column[Any]) -> bool:
    """Whether a migration wrote it in rows that were there."""
    return name_of(column) in MIGRATED


def written_as(table: sa.Table) -> set[str]:
    """The names under which entries tell of rows of this table: a row of a kind is told under the table of its kind."""
    return {table.name, *(model.__tablename__ for model in kinds_in(table))}


def kinds_in(table: sa.Table) -> Iterator[type[Base]]:
    for mapper in Base.registry.mappers:
        if table in mapper.tables:
            yield mapper.class_
