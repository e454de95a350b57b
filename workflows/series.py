"""A series of meetings: how often, and what stands on every agenda."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Audience, ItemType, Meeting, MeetingState, Person, Purpose, Series, StandingItem, Workgroup
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.words import Words

STILL_TO_COME = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.RUNNING)
"""States in which a meeting can take what is due at the next one. A proposal is not yet a date."""


def found(session: Session, workgroup: Workgroup) -> Series:
    """The main series of a new workgroup."""
    series = Series(
        workgroup=workgroup, slug=workgroup.slug, name=workgroup.name, main=True, cadence_weeks=workgroup.cadence_weeks
    )
    session.add(series)
    session.flush()
    return series


def next_meeting(session: Session, series_id: int, after: date, but: int | None = None) -> Meeting | None:
    """The first meeting of the series from that day on that still has to be held."""
    query = (
        select(Meeting)
        .where(Meeting.series_id == series_id, Meeting.held_on >= after, Meeting.state.in_(STILL_TO_COME))
        .order_by(Meeting.held_on, Meeting.id)
        .limit(1)
    )
    return session.scalars(query if but is None else query.where(Meeting.id != but)).first()


@dataclass(frozen=True)
class Rhythm:
    """How often a series meets: aimed at, and in truth. `late` when the next is overdue (feature 8)."""

    aimed: int | None
    real: int | None
    """The average in days between meetings that were held."""
    proposal: date | None
    late: bool


def rhythm(held: list[date], cadence_weeks: int | None, today: date, *, planned: bool) -> Rhythm:
    """From the days on which it met. The proposal is the last day plus the cadence, on the same weekday."""
    days = sorted(held)
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    real = round(sum(gaps) / len(gaps)) if gaps else None
    if not days or not cadence_weeks:
        return Rhythm(cadence_weeks, real, None, late=False)
    proposal = days[-1] + timedelta(weeks=cadence_weeks)
    while proposal < today:
        proposal += timedelta(weeks=1)
    overdue = days[-1] + timedelta(weeks=cadence_weeks) < today
    return Rhythm(cadence_weeks, real, proposal, late=overdue and not planned)


def describe(session: Session, series: Series, *, by: Person, name: str, cadence_weeks: int | None) -> Series:
    series.name, series.cadence_weeks = name, cadence_weeks
    return series


def add_standing(
    session: Session, series: Series, *, by: Person | None,
    title: str, item_type: ItemType, purpose: Purpose, audience: Audience, planned_minutes: int | None,
) -> StandingItem:  # fmt: skip
    """From now on it stands on every new agenda of the series."""
    item = next((item for item in series.standing_items if item.title.lower() == title.lower()), None)
    if item is not None and item.active:
        raise NotReady(Words("Dit vaste punt staat er al."), field="title")
    if item is None:
        item = StandingItem(workgroup_id=series.workgroup_id, series=series, title=title)
        session.add(item)
    item.position, item.active = len(series.standing_items), True
    item.item_type, item.purpose, item.audience, item.planned_minutes = item_type, purpose, audience, planned_minutes
    session.flush()
    return item


def end_standing(session: Session, item: StandingItem, *, by: Person) -> StandingItem:
    """It stays on the agendas where it stands, and comes on no new one."""
    item.active = False
    return item


DESCRIBE = Command("describe", Series, coordinator, describe, Words("Een reeks beschrijven"))
ADD_STANDING = Command("add_standing", Series, coordinator, add_standing, Words("Een vast agendapunt toevoegen"))
END_STANDING = Command("end_standing", StandingItem, coordinator, end_standing, Words("Een vast punt beëindigen"))
OUTCOMES["series.add_standing"] = StandingItem
