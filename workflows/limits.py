"""How often a secret may be tried, counted in the database (trust.md D10); docs/sign-in.md has the sums.

No limit may be the means to keep somebody out: what strangers can fill stops unknown devices alone, and a link by mail
always opens (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Answered, Attempt, now
from workflows.refusals import TooOften

SOON, A_DAY = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `times` in `within`."""

    name: str
    times: int
    within: timedelta


PASSWORD = (Limit("password", 10, SOON), Limit("password_day", 100, A_DAY))
"""Tries at the password of an account, by all devices together on which she never signed in."""
DEVICE = (Limit("device", 10, SOON), Limit("device_day", 100, A_DAY))
"""The same for each device on which she did."""
OWN = (Limit("own", 10, SOON), Limit("own_day", 100, A_DAY))
"""Her password asked once more of who is signed in, for each person."""
ADDRESS = Limit("address", 60, SOON)
"""Tries at passwords by unknown devices, for each block of addresses."""
ALL = Limit("all", 1000, SOON)
"""The same over all blocks, so that hashing leaves time for others."""
LINK = (Limit("device_link", 5, timedelta(hours=1)), Limit("device_link_day", 20, A_DAY))
"""Sign-in links that a known device gets mailed, whatever strangers asked."""
IN_VAIN = Limit("in_vain", 60, SOON)
"""Addresses with a secret in them that lead nowhere, for each block. What is right opens, however many were wrong."""
NOTED, ALL_NOTED = Limit("noted", 60, SOON), Limit("all_noted", 1000, SOON)
"""Links asked in vain that are written in the trail, for each block and over all: it is kept for ever."""


def count(session: Session, counters: list[tuple[Limit, str]]) -> list[int]:
    """Count this try against each counter and commit; raises TooOften when one is full, and then counts nothing.

    Returns the ids of what was counted, for `forgive`.
    """
    session.rollback()
    session.connection(execution_options={"writes": True})
    tries = [Attempt(counter=counter(limit, who)) for limit, who in counters]
    for limit, who in counters:
        refuse_when_full(session, limit, who)
    session.add_all(tries)
    session.flush()
    counted = [one.id for one in tries]
    session.commit()
    return counted


def forgive(session: Session, counted: list[int]) -> None:
    """Take this try back: who was right was not guessing, and a room full of people who sign in fills no counter."""
    session.rollback()
    session.connection(execution_options={"writes": True})
    session.execute(delete(Attempt).where(Attempt.id.in_(counted)))
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
