"""What the first page reads."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload

from models import Person, PersonState, Seat, SeatRole, StepTaken
from workflows.visibility import coordinated, seen_by


def waiting_invitations(person: Person) -> "Select[Seat]":
    """Seats in the groups she coordinates whose person did not accept yet."""
    return (
        select(Seat)
        .join(Seat.person)
        .where(Seat.workgroup_id.in_(coordinated(person)), Seat.until.is_(None), Person.state == PersonState.INVITED)
        .options(
            joinedload(Seat.person).options(joinedload(Person.organisation), raiseload("*")),
            joinedload(Seat.workgroup),
            raiseload("*"),
        )
        .order_by(Seat.id)
    )


def latest_steps(person: Person) -> "Select[StepTaken]":
    return (
        select(StepTaken)
        .where(seen_by(person, StepTaken))
        .options(joinedload(StepTaken.person), joinedload(StepTaken.organisation), raiseload("*"))
        .order_by(StepTaken.id.desc())
        .limit(10)
    )


def my_seats(person: Person) -> list[Seat]:
    """In the order of the menu; they came with the visitor."""
    order = {SeatRole.COORDINATOR: 0}
    return sorted((seat for seat in person.seats if seat.until is None), key=lambda s: order.get(s.role, 1))
