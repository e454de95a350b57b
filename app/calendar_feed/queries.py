"""What a calendar feed reads. The secret says whose it is; what she sees is asked as everywhere."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from app.extensions import session
from models import AuditEntry, CalendarFeed, Meeting, Person
from workflows.clock import today
from workflows.links import digest
from workflows.visibility import seen_by

BACK = timedelta(days=365)
"""How far a feed looks back."""


def by_secret(secret: str) -> CalendarFeed | None:
    """The feed with this secret, with what says whether it still opens."""
    return session().scalars(
        select(CalendarFeed)
        .where(CalendarFeed.digest == digest(secret))
        .options(joinedload(CalendarFeed.workgroup), joinedload(CalendarFeed.person).selectinload(Person.seats))
    ).one_or_none()  # fmt: skip


def meetings(feed: CalendarFeed) -> Iterable[Meeting]:
    """Every meeting of it that its owner sees now, the oldest first."""
    return session().scalars(
        shown(feed)
        .options(selectinload(Meeting.workgroup).raiseload("*"), raiseload("*"))
        .order_by(Meeting.held_on, Meeting.id)
    )


def shown(feed: CalendarFeed) -> "Select[Meeting]":
    query = select(Meeting).where(seen_by(feed.person, Meeting), Meeting.held_on >= today() - BACK)
    return query if feed.workgroup_id is None else query.where(Meeting.workgroup_id == feed.workgroup_id)


def changed(feed: CalendarFeed) -> dict[int, datetime]:
    """When each of these meetings last changed, which the trail knows; the moment alone, nothing of what changed."""
    ids = shown(feed).with_only_columns(Meeting.id)
    rows = session().execute(
        select(AuditEntry.row_id, func.max(AuditEntry.at))
        .where(AuditEntry.table_name == Meeting.__tablename__, AuditEntry.row_id.in_(ids))
        .group_by(AuditEntry.row_id)
    )
    return {row_id: datetime.fromisoformat(at) for row_id, at in rows if row_id}
