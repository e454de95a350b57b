"""The door: signing in by password, link or invitation, and what a person may do with her own account.

Hashing is slow on purpose, so it is done by the caller, outside the transaction.
"""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Language, LinkKind, Person, PersonState, Theme, Visit, Way, now
from models.audit import note
from workflows import links
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotReady
from workflows.rules import everyone, herself
from workflows.seat import end_visits
from workflows.words import Words

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
COMMON = frozenset(
    "wachtwoord123 password1234 123456789012 1234567890123 qwertyuiop12 azertyuiop12 welkom123456 "
    "rondetafel12 rondetafel123 kenniscentrum kenniscentrum1 vlaanderen123 administrator letmein12345".split()
)


def by_link(session: Session, _nothing: None, *, by: None, secret: str, visit: str, agent: str) -> Visit:
    person = links.use(session, LinkKind.SIGN_IN, secret)
    if person.state is not PersonState.ACTIVE:
        raise links.dead()
    return open_visit(session, person, visit, Way.LINK, agent)


def by_password(session: Session, _nothing: None, *, by: None, person_id: int, visit: str, agent: str) -> Visit:
    """After the caller checked the password of this person."""
    person = session.get_one(Person, person_id)
    return open_visit(session, person, visit, Way.PASSWORD, agent)


def as_example(session: Session, _nothing: None, *, by: None, person_id: int, visit: str, agent: str) -> Visit:
    """In the demonstration: be one of its invented persons."""
    person = session.get(Person, person_id)
    if person is None or not person.example or person.state is not PersonState.ACTIVE:
        raise NotReady(Words("Kies een van de personen in de lijst."))
    return open_visit(session, person, visit, Way.DEMONSTRATION, agent)


def accept(
    session: Session, _nothing: None, *, by: None,
    secret: str, password_hash: str | None, visit: str, agent: str,
) -> Visit:  # fmt: skip
    """Take the invitation: from now on she is one of us."""
    person = links.use(session, LinkKind.INVITATION, secret)
    if person.state is PersonState.DISABLED:
        raise links.dead()
    person.state, person.accepted_at = PersonState.ACTIVE, now()
    if password_hash:
        person.password_hash = password_hash
    return open_visit(session, person, visit, Way.INVITATION, agent)


def open_visit(session: Session, person: Person, visit: str, way: Way, agent: str) -> Visit:
    opened = Visit(
        digest=links.digest(visit), person_id=person.id, way=way, agent=agent[:120],
        began_at=now(), seen_at=now(), expires_at=now() + LONGEST,
    )  # fmt: skip
    session.add(opened)
    session.flush()
    return opened


def refuse(session: Session, _nothing: None, *, by: None, counter: str) -> None:
    """A sign-in that failed, for the trail; the counter is a digest, never the address typed."""
    note(session, "sign_in_refused", counter=counter)


def end(session: Session, visit: Visit, *, by: Person) -> Visit:
    visit.ended_at = visit.ended_at or now()
    return visit


def set_password(session: Session, visit: Visit, *, by: Person, password_hash: str) -> Visit:
    """A new password ends every other visit."""
    visit.person.password_hash = password_hash
    end_visits(session, visit.person, but=visit.id)
    return visit


def prefer(
    session: Session, visit: Visit, *, by: Person, name: str, function: str, language: Language, theme: Theme
) -> Visit:
    """What she may change of her own record."""
    person = visit.person
    person.name, person.function, person.language, person.theme = name, function, language, theme
    return visit


def weak(password: str) -> Words | None:
    """Why a password will not do (trust.md D8): length and the known bad ones, no puzzles."""
    if len(password) < 12:
        return Words("Neem minstens 12 tekens. Een zin van enkele woorden is goed.")
    if len(password) > 1024:
        return Words("Neem hoogstens 1024 tekens.")
    if password.lower() in COMMON or len(set(password)) < 5:
        return Words("Dit wachtwoord is te makkelijk te raden.")
    return None


def by_email(session: Session, email: str) -> Person | None:
    return session.scalars(select(Person).where(Person.email == func.lower(email.strip()))).one_or_none()


BY_LINK = Command("sign_in_by_link", None, everyone, by_link, Words("Aanmelden met een link"))
BY_PASSWORD = Command("sign_in_by_password", None, everyone, by_password, Words("Aanmelden met een wachtwoord"))
AS_EXAMPLE = Command("sign_in_as_example", None, everyone, as_example, Words("Aanmelden in de demonstratie"))
ACCEPT = Command("accept_invitation", None, everyone, accept, Words("Een uitnodiging aannemen"))
REFUSE = Command("refuse_sign_in", None, everyone, refuse, Words("Een aanmelding weigeren"))
END = Command("end", Visit, herself, end, Words("Een sessie beëindigen"))
SET_PASSWORD = Command("set_password", Visit, herself, set_password, Words("Een wachtwoord instellen"))
PREFER = Command("prefer", Visit, herself, prefer, Words("Eigen gegevens wijzigen"))
OUTCOMES |= {f"all.{command.name}": Visit for command in (BY_LINK, BY_PASSWORD, AS_EXAMPLE, ACCEPT)}
