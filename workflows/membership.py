"""Which organisations sit in a workgroup: register one, let it join, let it leave."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    PersonState,
    Seat,
    SeatRole,
    Workgroup,
)
from workflows.clock import today
from workflows.command import OUTCOMES, Command, same_name
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, operator
from workflows.seat import end
from workflows.words import Words

ROLES = {
    MembershipRole.VOTING: Words("stemgerechtigd lid"),
    MembershipRole.ADVISORY: Words("adviserend lid"),
    MembershipRole.SECRETARIAT: Words("secretariaat"),
    MembershipRole.VENDOR: Words("leverancier"),
    MembershipRole.GUEST: Words("gast"),
}
KINDS = {
    OrganisationKind.CITY: Words("stad"),
    OrganisationKind.COMMUNITY_COMMISSION: Words("gemeenschapscommissie"),
    OrganisationKind.KNOWLEDGE_CENTRE: Words("kenniscentrum"),
    OrganisationKind.PARTNER: Words("partnerorganisatie"),
    OrganisationKind.VENDOR: Words("leverancier"),
    OrganisationKind.OTHER: Words("andere organisatie"),
}


def join(
    session: Session, workgroup: Workgroup, *, by: Person | None,
    name: str, code: str | None, kind: OrganisationKind, role: MembershipRole, since: date, decided_by: str = "",
) -> Membership:  # fmt: skip
    """An organisation becomes a member. An unknown one is registered first, with its seat code."""
    organisation = session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()
    if organisation is None:
        if code and same_name(session, Organisation.code, code):
            raise NotReady(Words("Deze letters zijn al van een andere organisatie."), field="code")
        organisation = Organisation(name=name, code=code or None, kind=kind)
        session.add(organisation)
        session.flush()
    elif current(session, workgroup.id, organisation.id):
        raise NotReady(Words("Deze organisatie is al lid van de werkgroep."), field="name")
    membership = Membership(
        workgroup=workgroup, organisation=organisation, role=role, since=since, decided_by=decided_by
    )
    session.add(membership)
    session.flush()
    return membership


def current(session: Session, workgroup_id: int, organisation_id: int) -> Membership | None:
    return session.scalars(
        select(Membership).where(
            Membership.workgroup_id == workgroup_id,
            Membership.organisation_id == organisation_id,
            Membership.until.is_(None),
        )
    ).one_or_none()


def leave(session: Session, membership: Membership, *, by: Person) -> Membership:
    """The membership ends today, and with it the seats of who read, advised or helped for the organisation.

    Whoever speaks for it has to give up the seat first; who coordinates does so for the workgroup, and stays.
    """
    seats = session.scalars(
        select(Seat)
        .join(Seat.person)
        .where(
            Seat.workgroup_id == membership.workgroup_id,
            Seat.until.is_(None),
            Seat.role != SeatRole.COORDINATOR,
            Person.organisation_id == membership.organisation_id,
        )
    ).all()
    if speaking := [seat for seat in seats if seat.role in (SeatRole.REPRESENTATIVE, SeatRole.DEPUTY)]:
        names = ", ".join(seat.person.name for seat in speaking)
        raise NotNow(Words("Beëindig eerst de zetels van deze organisatie: {names}.", names=names))
    for seat in seats:
        end(session, seat)
    membership.until = today()
    return membership


def is_current(membership: Membership) -> Words | None:
    return None if membership.until is None else Words("Dit lidmaatschap is al beëindigd.")


def seat_example(
    session: Session, workgroup: Workgroup, *, by: None, name: str, email: str, organisation: str, role: SeatRole
) -> Seat:
    """An invented person of the demonstration, with a seat, who can be chosen on its page. Once made, a seat more."""
    person = session.scalars(select(Person).where(Person.email == email, Person.example)).first() or Person(
        name=name, email=email, function=name, example=True, state=PersonState.ACTIVE,
        organisation=session.scalars(select(Organisation).where(Organisation.name == organisation)).one(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    seat = Seat(workgroup=workgroup, person=person, role=role, since=today())
    session.add(seat)
    session.flush()
    return seat


JOIN = Command("join", Workgroup, coordinator, join, Words("Een organisatie toevoegen"))
LEAVE = Command("leave", Membership, coordinator, leave, Words("Een lidmaatschap beëindigen"), is_current)
SET_UP = Command("set_up_member", Workgroup, operator, join, Words("Een lid klaarzetten"))
SEAT_EXAMPLE = Command("seat_example", Workgroup, operator, seat_example, Words("Een voorbeeldpersoon plaatsen"))
OUTCOMES |= {"workgroup.join": Membership, "workgroup.set_up_member": Membership, "workgroup.seat_example": Seat}
