"""Reading the entries of a table in their order: what each row must hold now, and where the trail contradicts itself.

The entries are folded, as in event sourcing, one row at a time: nothing is kept but the row that is being read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry, AuditPayload
from models.audit import NOTED
from models.chain import canonical
from models.outside import FOUNDED
from workflows.proof.columns import written_as

EMPTY = canonical(None)
HIDDEN = canonical("***")


@dataclass
class Told:
    """What the trail says of one row: of each column the canonical JSON of its last value."""

    table: str
    row_id: int
    there: bool = False
    created: bool = False
    """By an entry; the other rows a migration made (models/outside.py)."""
    erased: bool = False
    """An entry about it was erased: of what no later entry names, nothing can be said."""
    values: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def contradicted(self, seq: int, column: str, why: str) -> None:
        self.faults.append(f"{self.table} {self.row_id} {column}: entry {seq} {why}")


def told(session: Session, table: sa.Table) -> Iterator[Told]:
    """Each row of the table that any entry speaks of, by its key."""
    entries = (
        select(AuditEntry.id, AuditEntry.row_id, AuditEntry.verb, AuditPayload.payload, AuditPayload.erased_under)
        .outerjoin(AuditPayload, AuditPayload.id == AuditEntry.id)
        .where(AuditEntry.table_name.in_(written_as(table)), AuditEntry.row_id.is_not(None))
        .order_by(AuditEntry.row_id, AuditEntry.id)
        .execution_options(yield_per=1000)
    )
    for row_id, group in groupby(session.execute(entries), key=lambda entry: entry.row_id):
        row = Told(table.name, row_id)
        for entry in group:
            follow(row, entry)
        yield row


def follow(row: Told, entry: Any) -> None:
    """One entry further."""
    if entry.verb == "created":
        begin(row, entry.id)
    elif not row.there and (row.table not in FOUNDED or row.created):
        row.contradicted(entry.id, "(row)", "speaks of a row that is not there")
    row.there = True
    changes = changes_of(entry.payload)
    if changes is None:
        row.erased, row.values = True, {}
        changes = {}
    for column, (old, new) in changes.items():
        step(row, entry, column, canonical(old), canonical(new))
    if entry.verb == "deleted":
        row.there, row.values = False, {}


def begin(row: Told, seq: int) -> None:
    """A key is used again after its row was deleted: what was said of the old row is over."""
    if row.there:
        row.contradicted(seq, "(row)", "creates a row that is there already")
    row.created, row.erased, row.values = True, False, {}


def step(row: Told, entry: Any, column: str, old: str, new: str) -> None:
    """A column goes from what it was to something else. What was never told may be noted once.

    Up to 0.6.0 a text of minutes was told as if it had been empty before.
    """
    known = row.values.get(column)
    if entry.verb == NOTED and known is not None:
        row.contradicted(entry.id, column, "notes a value that was told before")
    if entry.verb == "changed" and old != EMPTY and known not in (None, HIDDEN, old):
        row.contradicted(entry.id, column, "says that it was something else than the trail told before")
    row.values[column] = new


def changes_of(payload: str | None) -> dict[str, list[Any]] | None:
    """What an entry says, or None when it was erased or is no payload of ours; the verifier says which."""
    try:
        changes: dict[str, list[Any]] = json.loads(payload or "")["changes"]
        return changes if all(len(pair) == 2 for pair in changes.values()) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
