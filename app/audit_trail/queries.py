"""What the page of the trail reads."""

from typing import Any

from sqlalchemy import Select, select

from models import AuditEntry, AuditPayload, Organisation, Person, Workgroup
from workflows.visibility import seen_by

PAGE = 50


def entries(workgroup: Workgroup, person: Person, before: int | None) -> "Select[*tuple[Any, ...]]":
    """Newest first; the next page begins below the last number of this one."""
    query = (
        select(
            AuditEntry.id, AuditEntry.at, AuditEntry.verb, AuditEntry.table_name, AuditEntry.row_id, AuditEntry.hash,
            Person.name, Organisation.code, AuditPayload.payload, AuditPayload.erased_under,
        )
        .join(AuditPayload, AuditPayload.id == AuditEntry.id)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(AuditEntry.workgroup_id == workgroup.id, seen_by(person, AuditEntry))
        .order_by(AuditEntry.id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    return query.where(AuditEntry.id < before) if before else query


HEAD = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
