"""Who sits in a workgroup: invite somebody, invite her again, change her role, let her go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LinkKind, Membership, Organisation, Person, PersonState, Seat, SeatRole, Visit, Workgroup, now
from workflows import links
from workflows.clock import today
from workflows.command import OUTCOMES, Command
from workflows.letters import Letter, post
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, operator
from workflows.words import Words

ROLES = {
    SeatRole.COORDINATOR: Words("coördinator"),
    SeatRole.REPRESENTATIVE: Words("vertegenwoordiger"),
    SeatRole.DEPUTY: Words("plaatsvervanger"),
    SeatRole.EXPERT: Words("deskundige"),
    SeatRole.DPO: Words("functionaris gegevensbescherming"),
    SeatRole.VENDOR_CONTACT: Words("contact van de leverancier"),
    SeatRole.READER: Words("lezer"),
}


def invite(
    session: Session, workgroup: Workgroup, *, by: Person | None,
    name: str, email: str, function: str, organisation: Organisation, role: SeatRole,
) -> Seat:  # fmt: skip
    """Give a person a seat. Who is new gets an invitation by mail; who is known, a notice."""
    organisation = session.merge(organisation, load=True)
    person = session.scalars(select(Person).where(Person.email == email.lower())).one_or_none()
    if person is None:
        person = Person(name=name, email=email.lower(), function=function, organisation=organisation)
        session.add(person)
        session.flush()
    elif person.organisation_id != organisation.id:
        raise NotReady(Words("Dit adres hoort bij iemand van een andere organisatie."), field="email")
    elif current_seat(session, workgroup, person):
        raise NotReady(Words("Deze persoon heeft al een zetel in deze werkgroep."), field="email")
    the_organisation_may_sit(session, workgroup, person, role)
    seat = Seat(workgroup=workgroup, person=person, role=role, since=today())
    session.add(seat)
    session.flush()
    send_invitation(session, workgroup, person, by)
    return seat


def the_organisation_may_sit(session: Session, workgroup: Workgroup, person: Person, role: SeatRole) -> None:
    """Only somebody of a member may represent it."""
    if role not in (SeatRole.REPRESENTATIVE, SeatRole.DEPUTY):
        return
    member = session.scalars(
        select(Membership).where(
            Membership.workgroup_id == workgroup.id,
            Membership.organisation_id == person.organisation_id,
            Membership.until.is_(None),
        )
    ).one_or_none()
    if member is None:
        raise NotReady(Words("Deze organisatie is geen lid van de werkgroep."), field="organisation")


def current_seat(session: Session, workgroup: Workgroup, person: Person) -> Seat | None:
    return session.scalars(
        select(Seat).where(Seat.workgroup_id == workgroup.id, Seat.person_id == person.id, Seat.until.is_(None))
    ).one_or_none()


def send_invitation(session: Session, workgroup: Workgroup, person: Person, by: Person | None) -> None:
    host = by.name if by else "Rondetafel"
    if person.state is PersonState.ACTIVE:
        subject = Words("Je hebt een zetel in {workgroup}", workgroup=workgroup.name)
        button, path = Words("Naar de werkgroep"), f"/{workgroup.slug}"
        what = Words("{host} gaf je een zetel in {workgroup}.", host=host, workgroup=workgroup.name)
    else:
        links.end_all(session, LinkKind.INVITATION, person.id)
        secret = links.make(session, LinkKind.INVITATION, person)
        subject = Words("Uitnodiging voor {workgroup}", workgroup=workgroup.name)
        button, path = Words("Uitnodiging aannemen"), f"/invitation/{secret}"
        what = Words(
            "{host} nodigt je uit voor {workgroup}. De knop hieronder werkt 14 dagen, één keer.",
            host=host, workgroup=workgroup.name,
        )  # fmt: skip
    reason = Words("Je krijgt deze mail omdat je een zetel kreeg in {workgroup}.", workgroup=workgroup.name)
    post(session, Letter("invitation", subject, (what,), reason, button, path), person, workgroup.id)


def invite_again(session: Session, seat: Seat, *, by: Person) -> Seat:
    """A new link; the older one is dead."""
    send_invitation(session, seat.workgroup, seat.person, by)
    return seat


def still_invited(seat: Seat) -> Words | None:
    return None if seat.person.state is PersonState.INVITED else Words("Deze persoon nam de uitnodiging al aan.")


def give_role(session: Session, seat: Seat, *, by: Person, role: SeatRole) -> Seat:
    """Another role for the same person; the last coordinator stays one."""
    if role is not SeatRole.COORDINATOR:
        somebody_still_coordinates(session, seat)
    the_organisation_may_sit(session, seat.workgroup, seat.person, role)
    seat.role = role
    return seat


def leave(session: Session, seat: Seat, *, by: Person) -> Seat:
    """The seat ends today, if somebody else still coordinates."""
    somebody_still_coordinates(session, seat)
    end(session, seat)
    return seat


def end(session: Session, seat: Seat) -> None:
    """Today, and with it every visit of that person: rights are gone at once."""
    seat.until = today()
    end_visits(session, seat.person)


def somebody_still_coordinates(session: Session, seat: Seat) -> None:
    others = session.scalars(
        select(Seat).where(
            Seat.workgroup_id == seat.workgroup_id,
            Seat.role == SeatRole.COORDINATOR,
            Seat.until.is_(None),
            Seat.id != seat.id,
        )
    ).all()
    if seat.role is SeatRole.COORDINATOR and not others:
        raise NotNow(Words("De werkgroep moet een coördinator houden. Wijs eerst iemand anders aan."))


def end_visits(session: Session, person: Person, but: int | None = None) -> None:
    """Sign her out everywhere, save perhaps here."""
    for visit in session.scalars(select(Visit).where(Visit.person_id == person.id, Visit.ended_at.is_(None))):
        if visit.id != but:
            visit.ended_at = now()


def is_current(seat: Seat) -> Words | None:
    return None if seat.until is None else Words("Deze zetel is al beëindigd.")


def current_and_invited(seat: Seat) -> Words | None:
    return is_current(seat) or still_invited(seat)


INVITE = Command("invite", Workgroup, coordinator, invite, Words("Iemand uitnodigen"))
INVITE_AGAIN = Command(
    "invite_again", Seat, coordinator, invite_again, Words("Opnieuw uitnodigen"), current_and_invited
)
GIVE_ROLE = Command("give_role", Seat, coordinator, give_role, Words("Een andere rol geven"), is_current)
LEAVE = Command("leave", Seat, coordinator, leave, Words("De zetel beëindigen"), is_current)
OUTCOMES["workgroup.invite"] = Seat
SET_UP = Command("set_up_seat", Workgroup, operator, invite, Words("Een zetel klaarzetten"))
OUTCOMES["workgroup.set_up_seat"] = Seat
