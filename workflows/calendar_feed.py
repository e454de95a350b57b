"""A calendar feed: its owner makes an address with a secret in it, a calendar program reads it, she revokes it.

What it shows is asked at each reading: who was disabled or lost her seat has a dead address without anybody's doing.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CalendarFeed, Person, Visit, Workgroup, now
from workflows.command import OUTCOMES, Command
from workflows.links import Secret, digest
from workflows.refusals import NotReady
from workflows.rules import herself, seated, signed_in
from workflows.words import Words

MOST = 10
"""How many living addresses a person has: one for each of her programs and groups, not one for each try."""
LIFETIME = timedelta(days=365)
"""An address that nobody renews within a year is dead (trust.md D12)."""
NOTED_EVERY = timedelta(hours=1)
"""How precisely the last reading is kept."""


def make(session: Session, visit: Visit, *, by: Person, workgroup: Workgroup | None, secret: Secret) -> CalendarFeed:
    """An address for the meetings of one of her workgroups, or of all of hers. Only its digest is kept."""
    if workgroup is not None and not seated.allows(by, workgroup):
        raise NotReady(Words("Je hebt geen zetel in deze werkgroep."), field="workgroup")
    if living(session, by) >= MOST:
        reason = Words("Je hebt al {most} agenda-adressen. Trek er eerst een in dat je niet meer gebruikt.", most=MOST)
        raise NotReady(reason, field="workgroup")
    feed = CalendarFeed(
        digest=digest(secret.value), person_id=by.id, workgroup_id=workgroup.id if workgroup else None, made_at=now()
    )
    session.add(feed)
    session.flush()
    return feed


def living(session: Session, person: Person) -> int:
    """How many addresses of hers she did not revoke and that are not too old."""
    query = select(func.count(CalendarFeed.id)).where(
        CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None),
        CalendarFeed.made_at > now() - LIFETIME,
    )  # fmt: skip
    return session.scalar(query) or 0


def revoke(session: Session, feed: CalendarFeed, *, by: Person) -> CalendarFeed:
    """From now on nothing is read there; twice is the same as once."""
    feed.revoked_at = feed.revoked_at or now()
    return feed


def opens(feed: CalendarFeed) -> bool:
    """Whether its owner may still read this: not revoked, not too old, she comes in, and she sits in its workgroup."""
    if feed.revoked_at is not None or expires(feed) <= now() or not signed_in.allows(feed.person, None):
        return False
    return feed.workgroup is None or seated.allows(feed.person, feed.workgroup)


def expires(feed: CalendarFeed) -> datetime:
    """Until when it is read."""
    return feed.made_at + LIFETIME


def to_be_noted(feed: CalendarFeed) -> bool:
    """Whether this reading is news: the last one that was noted is a while ago."""
    return feed.read_at is None or feed.read_at + NOTED_EVERY <= now()


MAKE = Command("make_calendar_feed", Visit, herself, make, Words("Een agenda-adres maken"))
REVOKE = Command("revoke", CalendarFeed, herself, revoke, Words("Een agenda-adres intrekken"))
OUTCOMES["visit.make_calendar_feed"] = CalendarFeed
