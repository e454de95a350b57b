"""What the pages of meetings read."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from app.extensions import one_or_404, session
from models import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    Person,
    Round,
    Series,
    StepTaken,
    Workgroup,
)
from workflows.visibility import in_the_room, seen_by


def meetings(workgroup: Workgroup, person: Person) -> "Select[Any]":
    """Every meeting with its series and how many items she may see."""
    items = (
        select(func.count(AgendaItem.id))
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.dropped_because.is_(None), seen_by(person, AgendaItem))
        .correlate(Meeting)
        .scalar_subquery()
    )
    return (
        select(Meeting, items.label("items"))
        .join(Meeting.series)
        .where(Meeting.workgroup_id == workgroup.id, seen_by(person, Meeting))
        .options(contains_eager(Meeting.series), raiseload("*"))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )


def series(workgroup: Workgroup, person: Person) -> Iterable[Series]:
    return session().scalars(
        select(Series)
        .where(Series.workgroup_id == workgroup.id, seen_by(person, Series))
        .order_by(Series.main.desc(), Series.name)
    )


def one(workgroup: Workgroup, person: Person, number: str) -> Meeting:
    """The meeting at this number, or 404."""
    found: Meeting = one_or_404(
        select(Meeting)
        .where(Meeting.workgroup_id == workgroup.id, Meeting.number == number, seen_by(person, Meeting))
        .options(
            joinedload(Meeting.series),
            joinedload(Meeting.chair),
            joinedload(Meeting.host),
            joinedload(Meeting.workgroup),
        )
    )
    return found


def neighbours(meeting: Meeting, person: Person) -> tuple[Meeting | None, Meeting | None]:
    """The meeting of the series before this one, and the one after."""
    rows = session().scalars(
        select(Meeting)
        .where(Meeting.series_id == meeting.series_id, seen_by(person, Meeting))
        .where(Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.held_on, Meeting.id)
        .options(raiseload("*"))
    ).all()  # fmt: skip
    at = next((nth for nth, row in enumerate(rows) if row.id == meeting.id), None)
    if at is None:
        return None, None
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def story(meeting: Meeting, minutes: Minutes, person: Person) -> "Select[StepTaken]":
    of_either = (StepTaken.of_meeting_id == meeting.id) | (StepTaken.of_minutes_id == minutes.id)
    return (
        select(StepTaken)
        .where(of_either, seen_by(person, StepTaken))
        .options(joinedload(StepTaken.person), joinedload(StepTaken.organisation), raiseload("*"))
        .order_by(StepTaken.id.desc())
    )


def for_the_room(meeting: Meeting, rounds: list[int]) -> set[tuple[str, int]]:
    """Which items of this meeting, and which of these rounds, may be projected for everybody in the room."""
    items = select(literal("item"), AgendaItem.id).where(AgendaItem.meeting_id == meeting.id, in_the_room(AgendaItem))
    open_ones = select(literal("round"), Round.id).where(Round.id.in_(rounds), in_the_room(Round))
    return {(row[0], row[1]) for row in session().execute(union_all(items, open_ones))}
