"""How often a secret may be tried, counted in the database (trust.md D10), the same for every endpoint."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Answered, Attempt, now
from workflows.refusals import TooOften


@dataclass(frozen=True)
class Limit:
    """At most `times` in `within`."""

    name: str
    times: int
    within: timedelta


PASSWORD = (Limit("password", 10, timedelta(minutes=5)),)
LINK = (Limit("link", 5, timedelta(days=1)), Limit("link_soon", 3, timedelta(minutes=10)))
ADDRESS = (Limit("address", 60, timedelta(minutes=5)),)
ALL = (Limit("all", 1000, timedelta(minutes=5)),)
CALENDAR = Limit("calendar", 60, timedelta(minutes=5))
"""Addresses of calendars that lead nowhere, for each block of addresses. They never keep anybody from signing in."""


def count(session: Session, counters: list[tuple[Limit, str]]) -> None:
    """Count this try against each counter and commit; raises TooOften when one is full."""
    session.rollback()
    session.connection(execution_options={"writes": True})
    for limit, who in counters:
        refuse_when_full(session, limit, who)
        session.add(Attempt(counter=counter(limit, who)))
    session.commit()


def refuse_when_full(session: Session, limit: Limit, who: str) -> None:
    """Raises TooOften when this counter takes no more tries; counts nothing itself."""
    since = now() - limit.within
    tries, first = session.execute(
        select(func.count(), func.min(Attempt.at)).where(Attempt.counter == counter(limit, who), Attempt.at > since)
    ).one()
    if tries >= limit.times:
        wait = max(1, int((first + limit.within - now()).total_seconds()))
        session.rollback()
        raise TooOften(wait)


def counter(limit: Limit, who: str) -> str:
    """A digest: addresses that people typed are not kept."""
    return f"{limit.name}:{hashlib.sha256(who.lower().encode()).hexdigest()[:32]}"


def forget_old(session: Session) -> None:
    """Drop the tries that no limit looks at any more, and the keys of forms of more than a week ago."""
    session.execute(delete(Attempt).where(Attempt.at < now() - timedelta(days=2)))
    session.execute(delete(Answered).where(Answered.at < now() - timedelta(days=7)))
