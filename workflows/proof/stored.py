"""What stands in a table, written as the trail writes it.

The columns are read bare, not through their types: a value that somebody put there by hand may be none of that type,
and is then itself the fault that is looked for.
"""

import contextlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Instant
from models.chain import canonical, instant


def rows(session: Session, table: sa.Table, columns: list[sa.Column[Any]]) -> Iterator[tuple[int, dict[str, str]]]:
    """By the key of each row: of each column the canonical JSON of what is in it."""
    bare = sa.table(table.name, *(sa.column(name) for name in ("id", *(one.name for one in columns))))
    query = select(bare).order_by(bare.c.id).execution_options(yield_per=1000)
    for row in session.execute(query):
        key, *values = row
        yield key, {one.name: written(one, value) for one, value in zip(columns, values, strict=True)}


def written(column: sa.Column[Any], value: Any) -> str:
    """One value, as canonical JSON; what JSON cannot hold is shown in words that no entry has."""
    kind = column.type
    if isinstance(value, datetime):
        value = instant(value)
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, str) and isinstance(kind, Instant):
        value = value.replace(" ", "T", 1) + "Z"
    elif isinstance(value, str) and isinstance(kind, sa.JSON):
        with contextlib.suppress(ValueError):
            value = json.loads(value)
    elif isinstance(kind, sa.Boolean) and value in (0, 1):
        value = bool(value)
    try:
        return canonical(value)
    except TypeError:
        return repr(value)


def read(session: Session, table: sa.Table, *names: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """These columns of every row, as JSON has them."""
    for row_id, row in rows(session, table, [table.c[name] for name in names]):
        yield row_id, {name: as_json(value) for name, value in row.items()}


def as_json(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return written
