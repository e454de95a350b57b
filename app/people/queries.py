"""What the pages about people read."""

from collections.abc import Iterable

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from app.extensions import session
from models import Mailbox, Membership, Organisation, Person, Seat, Workgroup
from workflows.visibility import seen_by


def seats(workgroup: Workgroup, person: Person, words: str = "") -> "Select[Seat]":
    query = (
        select(Seat)
        .join(Seat.person)
        .join(Person.organisation)
        .where(Seat.workgroup_id == workgroup.id, Seat.until.is_(None), seen_by(person, Seat))
        .options(contains_eager(Seat.person).contains_eager(Person.organisation), raiseload("*"))
        .order_by(Organisation.name, Person.name, Seat.id)
    )
    for word in words.split()[:8]:
        like = f"%{word.lower().replace('%', '').replace('_', '')}%"
        query = query.where(or_(func.lower(Person.name).like(like), func.lower(Organisation.name).like(like)))
    return query


def seat(workgroup: Workgroup, person: Person, seat_id: int) -> "Select[Seat]":
    return seats(workgroup, person).options(joinedload(Seat.workgroup)).where(Seat.id == seat_id)


def out_of_reach(workgroup: Workgroup, person: Person) -> set[int]:
    """Whose mailbox refuses our mail, for who coordinates there: somebody has to ask for another address."""
    return set(
        session().scalars(
            select(Mailbox.person_id)
            .join(Seat, Seat.person_id == Mailbox.person_id)
            .where(
                Mailbox.paused_at.is_not(None), Seat.workgroup_id == workgroup.id, Seat.until.is_(None),
                seen_by(person, Mailbox),
            )
        )
    )  # fmt: skip


def organisations(workgroup: Workgroup) -> Iterable[Organisation]:
    """The members: who sits here comes from one of them."""
    return session().scalars(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.workgroup_id == workgroup.id, Membership.until.is_(None))
        .order_by(Organisation.name)
    )
