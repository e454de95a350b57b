"""The audit trail: who changed which field of which row. Written here, once, for every model.

Changes are gathered at each flush and linked into the chain just before the commit, so that the lock on
the end of the chain is held as briefly as can be. See docs/audit-trail.md for the format.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, Text, event, insert, inspect, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship
from sqlalchemy.orm.unitofwork import UOWTransaction

from models.base import Base, now
from models.chain import GENESIS, canonical, commit, instant, link

CHAIN_LOCK = 7_305_526
"""Advisory lock on PostgreSQL: one transaction at a time appends to the chain."""

NOTED = "noted"
"""The verb of an entry that tells what a row held already and no entry told (workflows/proof/completing.py)."""


class AuditEntry(Base):
    """One link of the chain. `id` is the sequence number, gapless from 1."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index(None, "table_name", "row_id"),
        sa.Index(None, "person_id"),
        sa.Index(None, "workgroup_id"),
    )
    audited = False

    id: Mapped[int] = mapped_column("seq", primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27))
    person_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    workgroup_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(60))
    table_name: Mapped[str | None] = mapped_column(String(60))
    row_id: Mapped[int | None]
    commitment: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    payload: Mapped["AuditPayload"] = relationship(lazy="raise_on_sql", viewonly=True)


class AuditPayload(Base):
    """What a link commits to. May be erased under a rule; the chain holds without it."""

    __tablename__ = "audit_payload"
    __table_args__ = (
        sa.CheckConstraint(
            "(payload IS NULL) = (salt IS NULL) AND (payload IS NULL) = (erased_under IS NOT NULL)",
            name="whole_or_erased",
        ),
    )
    audited = False

    id: Mapped[int] = mapped_column("seq", ForeignKey("audit_entry.seq"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[str | None] = mapped_column(Text)
    erased_under: Mapped[str | None] = mapped_column(String(200))


class UnauditedChange(Exception):
    """A bulk UPDATE or DELETE would change rows without leaving a trace."""


@dataclass(frozen=True)
class Actor:
    """Who acts, for the trail. The command layer puts it in `session.info["actor"]`."""

    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Event:
    """Something for the trail: a changed row, or a thing that happened without one."""

    verb: str
    table: str | None = None
    row_id: int | None = None
    workgroup_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def note(session: Session, verb: str, workgroup_id: int | None = None, **changes: Any) -> None:
    """Put something in the trail that changed no row, such as a refused sign-in."""
    gathered(session).append(Event(verb, workgroup_id=workgroup_id, changes=changes))


@event.listens_for(Base, "attribute_instrument", propagate=True)
def remember_old_values(_model: type[Base], _key: str, attribute: Any) -> None:
    """Without this, the old value is unknown when it was not read before it was changed."""
    event.listen(attribute, "set", lambda *_: None, active_history=True)


@event.listens_for(Session, "after_flush")
def gather(session: Session, _context: UOWTransaction) -> None:
    touched = [("created", session.new), ("changed", session.dirty), ("deleted", session.deleted)]
    for verb, rows in touched:
        for row in rows:
            changes = (whole if verb == "created" else changes_of)(row) if row.audited else {}
            if changes or (row.audited and verb == "deleted"):
                gathered(session).append(Event(verb, row.__tablename__, row.id, scope_of(row), changes))


@event.listens_for(Session, "before_commit")
def append_to_the_chain(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if events := session.info.pop("events", None):
        append(session, events)


@event.listens_for(Session, "after_soft_rollback")
def forget(session: Session, _previous: object) -> None:
    session.info.pop("events", None)


@event.listens_for(Session, "do_orm_execute")
def refuse_bulk_changes(execution: ORMExecuteState) -> None:
    if (execution.is_update or execution.is_delete) and any(mapper.class_.audited for mapper in execution.all_mappers):
        raise UnauditedChange(str(execution.statement))


def append(session: Session, events: list[Event]) -> None:
    """Link the events to the end of the chain, in the transaction of the change."""
    hold_the_chain(session)
    last = session.execute(LAST_LINK).first()
    seq, prev = (last.id, last.hash) if last else (0, GENESIS)
    actor: Actor = session.info.get("actor") or Actor()
    entries, payloads = [], []
    for seq, happened in enumerate(events, start=seq + 1):  # noqa: B020
        entry, payload = linked(happened, actor, seq, prev)
        prev = entry["hash"]
        entries.append(entry)
        payloads.append(payload)
    connection = session.connection()
    connection.execute(insert(AuditEntry.__table__), entries)  # type: ignore[arg-type]
    connection.execute(insert(AuditPayload.__table__), payloads)  # type: ignore[arg-type]


def hold_the_chain(session: Session) -> None:
    """Until the commit nobody else appends; on SQLite who writes holds it already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))


LAST_LINK = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)


def linked(happened: Event, actor: Actor, seq: int, prev: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of one link: the entry and its payload."""
    salt, payload = secrets.token_bytes(32), canonical({"changes": happened.changes})
    entry: dict[str, Any] = {
        "seq": seq,
        "at": instant(now()),
        "person_id": actor.person_id,
        "organisation_id": actor.organisation_id,
        "workgroup_id": happened.workgroup_id,
        "verb": happened.verb,
        "table": happened.table,
        "row_id": happened.row_id,
        "commitment": commit(salt, payload),
        "prev": prev,
    }
    entry["hash"] = link(**entry)
    entry["table_name"] = entry.pop("table")
    return entry, {"seq": seq, "salt": salt.hex(), "payload": payload, "erased_under": None}


def gathered(session: Session) -> list[Event]:
    events: list[Event] = session.info.setdefault("events", [])
    return events


def scope_of(row: Base) -> int | None:
    """The workgroup a row belongs to, where it belongs to one."""
    key: int | None = getattr(row, "id" if row.__tablename__ == "workgroup" else "workgroup_id", None)
    return key


def whole(row: Base) -> dict[str, Any]:
    """Of a new row every column that is not empty, what the model itself put there included: {"state": [null, new]}.

    Not its key, which the entry names, nor the count of its saves.
    """
    state, changes = inspect(row), {}
    silent = {state.mapper.version_id_col, *state.mapper.primary_key}
    for attribute in state.mapper.column_attrs:
        column, value = attribute.columns[0], state.dict.get(attribute.key)
        if value is not None and column.info.get("traced", True) and column not in silent:
            changes[attribute.key] = hidden_or(column, None, value)
    return changes


def changes_of(row: Base) -> dict[str, Any]:
    """The columns that changed: {"state": [old, new]}; a secret only says that it changed."""
    changes = {}
    for attribute in inspect(row).mapper.column_attrs:
        column = attribute.columns[0]
        history = inspect(row).attrs[attribute.key].history
        if history.has_changes() and column.info.get("traced", True):
            old, new = history.deleted or [None], history.added or [None]
            changes[attribute.key] = hidden_or(column, old[0], new[0])
    if changes.keys() == {"version"}:
        return {}
    return changes


def hidden_or(column: sa.ColumnElement[Any], old: Any, new: Any) -> list[Any]:
    return ["***", "***"] if column.info.get("secret", False) else [plain(old), plain(new)]


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
