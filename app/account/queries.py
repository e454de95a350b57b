"""What the pages of her own account read."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload

from app.extensions import session
from models import (
    CalendarFeed,
    Mailbox,
    Meeting,
    Message,
    Mute,
    Person,
    PersonState,
    Received,
    ReceivedKind,
    Round,
    Seat,
    Visit,
    Workgroup,
    now,
)
from workflows.calendar_feed import LIFETIME
from workflows.rules import ANSWERING
from workflows.visibility import my_workgroups, seen_by


def open_visits(person: Person) -> "Select[Visit]":
    return (
        select(Visit)
        .where(seen_by(person, Visit), Visit.ended_at.is_(None), Visit.expires_at > now())
        .order_by(Visit.seen_at.desc())
    )


def visit(person: Person, visit_id: int) -> "Select[Visit]":
    return select(Visit).where(Visit.id == visit_id, seen_by(person, Visit))


def my_mail(person: Person) -> "Select[Message]":
    """The last fifty, with what each is about and in which mail it went."""
    return (
        select(Message)
        .where(seen_by(person, Message))
        .options(
            joinedload(Message.round), joinedload(Message.meeting).joinedload(Meeting.workgroup),
            joinedload(Message.person),
        )
        .order_by(Message.id.desc())
        .limit(50)
    )  # fmt: skip


def my_replies(person: Person) -> Iterable[Received]:
    """What her calendar program said in her name, the last ten."""
    return session().scalars(
        select(Received)
        .where(seen_by(person, Received), Received.kind == ReceivedKind.REPLY)
        .options(joinedload(Received.meeting))
        .order_by(Received.id.desc())
        .limit(10)
    )


def my_mailbox(person: Person) -> Mailbox | None:
    return session().scalars(
        select(Mailbox)
        .where(Mailbox.person_id == person.id, seen_by(person, Mailbox))
        .options(joinedload(Mailbox.deputy))
    ).one_or_none()  # fmt: skip


def stand_ins(person: Person) -> Iterable[Person]:
    """Colleagues of her own organisation who speak for it in a workgroup where she sits."""
    return session().scalars(
        select(Person)
        .where(
            Person.organisation_id == person.organisation_id, Person.id != person.id,
            Person.state == PersonState.ACTIVE, seen_by(person, Person),
            Person.id.in_(
                select(Seat.person_id).where(
                    Seat.workgroup_id.in_(my_workgroups(person)), Seat.until.is_(None), Seat.role.in_(ANSWERING)
                )
            ),
        )
        .order_by(Person.name)
    )  # fmt: skip


def my_mutes(person: Person) -> Iterable[Mute]:
    """What she wants no mail about, the newest first."""
    return session().scalars(
        select(Mute)
        .where(seen_by(person, Mute))
        .options(
            joinedload(Mute.round).joinedload(Round.workgroup), joinedload(Mute.meeting).joinedload(Meeting.workgroup)
        )
        .order_by(Mute.id.desc())
    )


def mute(person: Person, mute_id: int) -> "Select[Mute]":
    return select(Mute).where(Mute.id == mute_id, seen_by(person, Mute))


def my_calendars(person: Person) -> Iterable[CalendarFeed]:
    """The addresses she did not revoke and that are not too old, the newest first."""
    return session().scalars(
        select(CalendarFeed)
        .where(
            seen_by(person, CalendarFeed), CalendarFeed.revoked_at.is_(None), CalendarFeed.made_at > now() - LIFETIME
        )
        .options(joinedload(CalendarFeed.workgroup).raiseload("*"), joinedload(CalendarFeed.person))
        .order_by(CalendarFeed.id.desc())
    )


def calendar(person: Person, feed_id: int) -> "Select[CalendarFeed]":
    return select(CalendarFeed).where(CalendarFeed.id == feed_id, seen_by(person, CalendarFeed))


def where_she_sits(person: Person) -> Iterable[Workgroup]:
    return session().scalars(
        select(Workgroup)
        .where(seen_by(person, Workgroup), Workgroup.id.in_(my_workgroups(person)))
        .options(raiseload("*"))
        .order_by(Workgroup.name)
    )
