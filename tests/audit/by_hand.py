"""Changing rows as somebody does who holds the database: plain SQL, with every guard out of the way, and back again."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from models import Base
from models.base import Instant
from workflows.proof.columns import told_columns, told_tables

FAR = 1_000_000
"""Beyond every key that is there."""


@contextmanager
def with_the_guards_off(url: str) -> Iterator[Connection]:
    """No foreign keys, no CHECK and no trigger on SQLite; on PostgreSQL what a superuser can put aside.

    Afterwards they stand there again: whoever hides a change does not leave the door open.
    """
    engine = create_engine(url)
    with engine.connect() as connection:
        put_back = list(put_aside(connection))
        yield connection
        for statement in put_back:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


def put_aside(connection: Connection) -> Iterator[str]:
    """Take them away; what puts them back."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, made in list(connection.execute(query)):
        connection.execute(text(f"DROP TRIGGER {name}"))
        yield made.replace(":", "\\:")


@dataclass(frozen=True)
class Change:
    """One change by hand: where it is to be found, and the row as it was before (None: it was not there)."""

    table: str
    row_id: int
    column: str
    before: dict[str, Any] | None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.table, str(self.row_id), self.column

    def undo(self, connection: Connection) -> None:
        """The row as it was."""
        bare = bare_table(Base.metadata.tables[self.table])
        connection.execute(sa.delete(bare).where(bare.c.id == self.row_id))
        if self.before is not None:
            connection.execute(sa.insert(bare).values(**self.before))


class Hand:
    """Makes changes, the same ones for the same seed, each in a place of its own."""

    def __init__(self, connection: Connection, dice: random.Random) -> None:
        self.connection, self.dice = connection, dice
        self.made: list[Change] = []

    def change_everything(self) -> list[Change]:
        """In every table a row is deleted, one is put in, and every column that is told is changed in some row."""
        for table in told_tables():
            rows = self.rows(table)
            gone = self.dice.choice(sorted(rows))
            self.put_one_in(table, rows[gone])
            self.one_way_or_another([self.delete(table, rows[gone])])
            rows.pop(gone)
            for column in told_columns(table):
                self.change(table, column, rows)
        return self.made

    def rows(self, table: sa.Table) -> dict[int, dict[str, Any]]:
        """What stands in a table, by its key."""
        there = self.connection.execute(sa.select(bare_table(table))).mappings()
        return {row["id"]: dict(row) for row in there}

    def change(self, table: sa.Table, column: sa.Column[Any], rows: dict[int, dict[str, Any]]) -> None:
        """Another value in one of the rows; where the database refuses it in one, in the next."""
        there = sorted(rows)
        self.dice.shuffle(there)
        bare = bare_table(table)
        self.one_way_or_another(
            (
                sa.update(bare).where(bare.c.id == row_id).values({column.name: value}),
                Change(table.name, row_id, column.name, rows[row_id]),
            )
            for row_id in there
            for value in others(column, rows[row_id][column.name], self.dice)
        )

    def put_one_in(self, table: sa.Table, like: dict[str, Any]) -> None:
        """A row like another, that no entry speaks of."""
        bare, row = bare_table(table), dict(like)
        unique = {column.name for column in told_columns(table) if is_unique(table, column)}
        for column in table.columns:
            if column.name in unique and row[column.name] is not None:
                row[column.name] = others(column, row[column.name], self.dice)[0]
            if column.unique and isinstance(row[column.name], str):
                row[column.name] = row[column.name][:-1] + "!"
        row["id"] = like["id"] + FAR
        self.one_way_or_another([(sa.insert(bare).values(**row), Change(table.name, row["id"], "(row)", None))])

    def delete(self, table: sa.Table, row: dict[str, Any]) -> tuple[Any, Change]:
        bare = bare_table(table)
        return sa.delete(bare).where(bare.c.id == row["id"]), Change(table.name, row["id"], "(row)", row)

    def one_way_or_another(self, ways: Iterable[tuple[Any, Change]]) -> None:
        """The first of these that a constraint lets through."""
        for statement, change in ways:
            try:
                with self.connection.begin_nested():
                    self.connection.execute(statement)
            except DBAPIError:
                continue
            self.made.append(change)
            return


def is_unique(table: sa.Table, column: sa.Column[Any]) -> bool:
    return any(index.unique and column.name in index.columns for index in table.indexes) or any(
        isinstance(one, sa.UniqueConstraint) and column.name in one.columns for one in table.constraints
    )


def bare_table(table: sa.Table) -> Any:
    """Its columns with the few types that a driver asks for, so that any word can be put in."""
    kept = (Instant, sa.Date, sa.JSON, sa.Boolean)
    return sa.table(
        table.name, *(sa.column(c.name, c.type if isinstance(c.type, kept) else None) for c in table.columns)
    )


def others(column: sa.Column[Any], value: Any, dice: random.Random) -> list[Any]:
    """Other values for a column that holds this one."""
    found: list[Any] = [None] if column.nullable and value is not None and dice.random() < 0.2 else []
    if isinstance(column.type, sa.Boolean):
        found.append(not value)
    elif isinstance(column.type, sa.JSON):
        found.append({"met de": "hand"})
    elif isinstance(column.type, Instant):
        moment = value or datetime.fromisoformat("2020-01-01T00:00:00+00:00")
        found += [moment + timedelta(microseconds=1), moment - timedelta(days=1)]
    elif isinstance(column.type, sa.Date):
        found.append((value or date(2020, 1, 1)) + timedelta(days=1))
    elif isinstance(column.type, sa.Integer):
        found += [(value or 0) + 1 + FAR, (value or 0) + 1, (value or 2) - 1]
    else:
        found += [f"{value or ''}"[:-1] + "~", f"{value or ''}~"]
        if isinstance(column.type, sa.Enum):
            found = [word for word in column.type.enums if word != value] + found
    return found
