"""The whole database as it is, to see that nothing changed."""

from flask import Flask
from sqlalchemy import text

from app.extensions import db
from models import Base

HOW_IT_WAS_USED = {"visit": {"seen_at"}, "calendar_feed": {"read_at"}, "attempt": {"counter", "at", "id"}}
"""What reading a page may note: when somebody was last here, that a calendar was read, and tries at a secret."""


def whole(app: Flask) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    with app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns if column.name not in HOW_IT_WAS_USED.get(table.name, ())]
            if names:
                quoted = ", ".join(f'"{name}"' for name in names)
                found[table.name] = sorted(
                    repr(tuple(row)) for row in connection.execute(text(f'SELECT {quoted} FROM "{table.name}"'))
                )
    return found
