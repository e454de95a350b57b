"""The trail as rows and lines, the way the standalone verifier reads them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.audit_trail.queries import HEAD
from models import AuditEntry, AuditPayload
from models.chain import canonical

COLUMNS = select(
    AuditEntry.id.label("seq"),
    AuditEntry.at,
    AuditEntry.person_id,
    AuditEntry.organisation_id,
    AuditEntry.workgroup_id,
    AuditEntry.verb,
    AuditEntry.table_name.label("table"),
    AuditEntry.row_id,
    AuditEntry.commitment,
    AuditEntry.prev,
    AuditEntry.hash,
    AuditPayload.salt,
    AuditPayload.payload,
    AuditPayload.erased_under,
)
ALL = COLUMNS.outerjoin(AuditPayload, AuditPayload.id == AuditEntry.id).order_by(AuditEntry.id)


LOOSE = (
    select(AuditPayload.id.label("seq"), AuditPayload.salt, AuditPayload.payload, AuditPayload.erased_under)
    .where(~exists().where(AuditEntry.id == AuditPayload.id))
    .order_by(AuditPayload.id)
)
"""Payloads that belong to no link: there are none, unless somebody put them there."""


def rows(session: Session) -> Iterator[dict[str, Any]]:
    """Every link with its payload, in order, read in portions; then what belongs to none."""
    for query in (ALL, LOOSE):
        for row in session.execute(query.execution_options(yield_per=1000)).mappings():
            yield dict(row)


def lines(session: Session) -> Iterator[str]:
    """As JSON lines."""
    return (canonical(row) for row in rows(session))


def head(session: Session) -> str:
    """The end of the chain, `0:000…` when it is empty."""
    last = session.execute(HEAD).first()
    return f"{last.id}:{last.hash}" if last else "0:" + "0" * 64
