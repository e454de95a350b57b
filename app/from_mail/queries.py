"""Whom a link in a mail is for, and what it is about, as far as she may see it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import session
from models import Meeting, Person, PersonState, Round, Seat
from workflows.visibility import seen_by


def the_person(person_id: int, states: Iterable[PersonState]) -> Person | None:
    """With her seats; None when she is in none of these states, such as one that lets her in."""
    return (
        session()
        .scalars(
            select(Person)
            .where(Person.id == person_id, Person.state.in_(states))
            .options(joinedload(Person.organisation), joinedload(Person.seats).joinedload(Seat.workgroup))
        )
        .unique()
        .one_or_none()
    )


def the_round(person: Person, round_id: int) -> Round | None:
    return session().scalars(
        select(Round)
        .where(Round.id == round_id, seen_by(person, Round))
        .options(joinedload(Round.workgroup), joinedload(Round.due_meeting))
    ).one_or_none()  # fmt: skip


def the_meeting(person: Person, meeting_id: int) -> Meeting | None:
    return session().scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id, seen_by(person, Meeting))
        .options(joinedload(Meeting.workgroup))
    ).one_or_none()  # fmt: skip
