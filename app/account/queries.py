"""What the pages of her own account read."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload

from app.extensions import session
from models import CalendarFeed, Message, Person, Visit, Workgroup, now
from workflows.calendar_feed import LIFETIME
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
    return select(Message).where(seen_by(person, Message)).order_by(Message.id.desc()).limit(50)


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
