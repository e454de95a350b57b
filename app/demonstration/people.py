"""The demonstration: the recorded history of OBMi, and an invented person for every role."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.history import facts
from models import Person, Workgroup, WorkgroupKind, WorkgroupState
from models import SeatRole as R
from workflows import membership, roll
from workflows.clock import today
from workflows.command import Ask, perform

FEW = [
    ("Coördinator", "coordinator", "Kenniscentrum Vlaamse Steden", R.COORDINATOR),
    ("Plaatsvervanger Gent", "plaatsvervanger-gent", "Gent", R.DEPUTY),
    ("Functionaris gegevensbescherming Genk", "dpo-genk", "Genk", R.DPO),
    ("Leverancier", "leverancier", "ABF", R.VENDOR_CONTACT),
    ("Partner Statistiek Vlaanderen", "statistiek-vlaanderen", "Statistiek Vlaanderen", R.READER),
]


def load(session: Session, until: date | None = None) -> None:
    """Set the demonstration up, once: a database that already has an invented person stays as it is.

    `until` leaves out what was not known on that day, for a demonstration of what came next.
    """
    if session.scalars(select(Person.id).where(Person.example)).first():
        return
    facts.load(session, until=until)
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    speakers = [
        (f"Vertegenwoordiger {one.name}", f"vertegenwoordiger-{(one.code or '').lower()}", one.name, R.REPRESENTATIVE)
        for one in roll.voters_on(session, group.id, today())
    ]
    for name, address, organisation, seat in FEW + speakers:
        sit(session, group, name, address, organisation, seat)
    coordinate(session, group)


def sit(session: Session, group: Workgroup, name: str, address: str, organisation: str, seat: R) -> None:
    email = f"{address}@example.invalid"
    do(session, membership.SEAT_EXAMPLE, group, name=name, email=email, organisation=organisation, role=seat)


def coordinate(session: Session, group: Workgroup) -> None:
    """The coordinator also runs the subgroups that work."""
    name, address, organisation, seat = FEW[0]
    rows = session.scalars(
        select(Workgroup).where(
            Workgroup.parent_id == group.id, Workgroup.kind == WorkgroupKind.SUBGROUP,
            Workgroup.state == WorkgroupState.ACTIVE,
        )
    ).all()  # fmt: skip
    for subgroup in rows:
        sit(session, subgroup, name, address, organisation, seat)


def do(session: Session, command: Any, subject: Any, **inputs: Any) -> Any:
    return perform(session, command, Ask(None, subject.id if subject else None, inputs=inputs))
