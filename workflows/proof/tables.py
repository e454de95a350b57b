"""Each table beside what the trail tells of it: row by row, column by column."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry, Workgroup
from models.outside import FOUNDED
from workflows.proof import stored
from workflows.proof.columns import by_name, told_columns, told_tables, was_migrated
from workflows.proof.replay import EMPTY, Told, told

A = TypeVar("A")
B = TypeVar("B")


@dataclass
class Comparison:
    """What came of it. A fault is `table row column: what is wrong`, all of them in the words of the operator."""

    rows: int = 0
    """Of which every told value was looked at."""
    compared: int = 0
    erased: int = 0
    """Values of which the only entry was erased."""
    untold: list["Untold"] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Untold:
    """Values of one row that no entry tells, as an older release or a migration left them: canonical JSON by column."""

    table: str
    row_id: int
    workgroup_id: int | None
    values: dict[str, str]


def compare(session: Session) -> Comparison:
    """Every table that the trail tells, in one pass over the trail and one over the tables."""
    found = Comparison()
    for table in told_tables():
        compare_table(session, table, found)
    found.faults += unknown_tables(session)
    return found


def compare_table(session: Session, table: sa.Table, found: Comparison) -> None:
    columns, found_there = told_columns(table), founded(session, table)
    there = stored.rows(session, table, columns)
    for row_id, said, values in side_by_side(((row.row_id, row) for row in told(session, table)), there):
        found.faults += said.faults if said else []
        if values is None:
            if said and said.there:
                found.faults.append(f"{table.name} {row_id} (row): the trail tells of it and it is not there")
        elif said is None and row_id in found_there:
            found.rows += 1
            found.untold.append(Untold(table.name, row_id, group_of(table.name, row_id, values), values))
        elif said is None or not said.there:
            found.faults.append(f"{table.name} {row_id} (row): it is there and no entry made it")
        else:
            found.rows += 1
            compare_row(columns, said, values, found)


def founded(session: Session, table: sa.Table) -> set[int]:
    """The rows that a migration made without an entry: the only main series of a workgroup (models/outside.py)."""
    if table.name not in FOUNDED:
        return set()
    main = select(sa.func.min(table.c.id)).where(table.c.main, table.c.workgroup_id.in_(select(Workgroup.id)))
    return set(session.scalars(main.group_by(table.c.workgroup_id).having(sa.func.count() == 1)))


def compare_row(columns: list[sa.Column[Any]], said: Told, values: dict[str, str], found: Comparison) -> None:
    """A column that no entry names must be empty; when it never is, an older release or a migration filled it."""
    open_ = [] if said.erased else [one for one in columns if one.name not in said.values]
    filled = {one.name for one in open_ if not one.nullable and values[one.name] != EMPTY}
    if filled:
        filled |= {one.name for one in open_ if was_migrated(one) and values[one.name] != EMPTY}
        group = group_of(said.table, said.row_id, values)
        found.untold.append(Untold(said.table, said.row_id, group, {name: values[name] for name in sorted(filled)}))
    for column in columns:
        expected, value = said.values.get(column.name), values[column.name]
        if expected is None and said.erased:
            found.erased += 1
        elif column.name not in filled:
            found.compared += 1
            if value != (expected or EMPTY):
                found.faults.append(f"{said.table} {said.row_id} {column.name}: it is not what the trail says")


def group_of(table: str, row_id: int, values: dict[str, str]) -> int | None:
    """The workgroup that a row belongs to, where it belongs to one."""
    group: int | None = row_id if table == "workgroup" else json.loads(values.get("workgroup_id", EMPTY))
    return group


def side_by_side(
    left: Iterable[tuple[int, A]], right: Iterable[tuple[int, B]]
) -> Iterator[tuple[int, A | None, B | None]]:
    """Two lists in the order of their keys as one: (key, left or None, right or None)."""
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one or other:
        key = min(pair[0] for pair in (one, other) if pair)
        here = one[1] if one and one[0] == key else None
        there = other[1] if other and other[0] == key else None
        yield key, here, there
        one = next(lefts, None) if here is not None else one
        other = next(rights, None) if there is not None else other


def unknown_tables(session: Session) -> Iterator[str]:
    """Entries about a table that this release does not have."""
    known = {table.name for table in by_name()}
    for name in session.scalars(select(AuditEntry.table_name).where(AuditEntry.table_name.is_not(None)).distinct()):
        if name not in known:
            yield f"{name} (table): the trail tells of it and this release has no such table"
