"""What a person sees, always as SQL, so that lists, pages and commands use the same condition.

Name, kind and state of a workgroup are for everyone signed in; its contents for those with a seat (settled.md).
"""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from models import (
    AuditEntry,
    Base,
    Membership,
    Message,
    Organisation,
    Person,
    PersonState,
    Seat,
    SeatRole,
    StepTaken,
    Visit,
    Workgroup,
)


def seen_by(person: Person | None, model: type[Base]) -> ColumnElement[bool]:
    """The condition under which `person` sees rows of `model`. A model without one is seen by nobody."""
    if person is None or person.state is not PersonState.ACTIVE or model not in CONDITIONS:
        return false()
    condition: ColumnElement[bool] = CONDITIONS[model](person)
    return condition


def my_workgroups(person: Person) -> Any:
    return select(Seat.workgroup_id).where(Seat.person_id == person.id, Seat.until.is_(None))


def coordinated(person: Person) -> Any:
    return my_workgroups(person).where(Seat.role == SeatRole.COORDINATOR)


def colleagues(person: Person) -> ColumnElement[bool]:
    """Herself, and whoever has or had a seat in one of her workgroups."""
    theirs = select(Seat.person_id).where(Seat.workgroup_id.in_(my_workgroups(person)))
    return or_(Person.id == person.id, Person.id.in_(theirs))


CONDITIONS: dict[type[Base], Any] = {
    Workgroup: lambda _person: true(),
    Organisation: lambda _person: true(),
    Membership: lambda person: Membership.workgroup_id.in_(my_workgroups(person)),
    AuditEntry: lambda person: AuditEntry.workgroup_id.in_(coordinated(person)),
    Person: colleagues,
    Seat: lambda person: Seat.workgroup_id.in_(my_workgroups(person)),
    StepTaken: lambda person: StepTaken.workgroup_id.in_(my_workgroups(person)),
    Visit: lambda person: Visit.person_id == person.id,
    Message: lambda person: Message.person_id == person.id,
}
