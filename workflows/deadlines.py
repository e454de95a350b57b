"""Deadlines: a day, a meeting, or the next of a series that is not planned yet (settled.md). Exactly one.

A deadline ends at the end of its day. What points at a meeting moves with it; when that meeting is cancelled, the
next of the series takes over.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, AgendaItem, Meeting, Round, RoundState, Series
from models import MeetingState as S
from workflows.clock import today
from workflows.refusals import NotReady
from workflows.series import next_meeting
from workflows.words import Words

Due = Action | Round
About = AgendaItem | Action | None
"""What a round is about, or None for one on its own."""
OVER = (RoundState.CERTIFIED, RoundState.CANCELLED)
"""Of such a round nothing moves any more, its deadline neither."""


def day_of(one: Due) -> date | None:
    """The day it is due; None while the meeting it waits for is not planned, or where no source names one."""
    return one.due_meeting.held_on if one.due_meeting is not None else one.due_on


def is_past(one: Due) -> bool:
    """Whether its day is over."""
    day = day_of(one)
    return day is not None and day < today()


def series_for(session: Session, workgroup_id: int, about: About) -> Series:
    """Whose next meeting is meant: the series in which it came up, else the main one."""
    if about is not None:
        return about.meeting.series
    return session.scalars(select(Series).where(Series.workgroup_id == workgroup_id, Series.main)).one()


def set_due(session: Session, the_round: Round, about: About, due_on: date | None, at_next: bool) -> None:  # noqa: FBT001
    """A day, or the next meeting: for a round on the agenda of a meeting to come, that meeting itself."""
    if bool(due_on) == at_next:
        raise NotReady(Words("Kies een dag of de volgende vergadering: precies een van de twee."), field="due_on")
    if due_on and due_on < today() and the_round.state.value == "draft":
        raise NotReady(Words("Die dag is al voorbij."), field="due_on")
    series = series_for(session, the_round.workgroup_id, about)
    following = to_come(session, about, series) if at_next else None
    the_round.due_on = due_on
    the_round.due_meeting_id = following.id if following else None
    the_round.due_next_id = series.id if at_next and following is None else None


def to_come(session: Session, about: About, series: Series) -> Meeting | None:
    """The meeting that is meant by the next one; None when it is not planned."""
    item = about if isinstance(about, AgendaItem) else None
    if item and item.meeting.state in (S.PROPOSED, S.PLANNED, S.CONVENED):
        return item.meeting
    return next_meeting(session, series.id, today(), but=item.meeting_id if item else None)


def due_at(session: Session, meeting: Meeting) -> Iterator[Due]:
    """What is due at this meeting."""
    yield from session.scalars(select(Action).where(Action.due_meeting_id == meeting.id))
    yield from session.scalars(select(Round).where(Round.due_meeting_id == meeting.id, Round.state.not_in(OVER)))


def take_over(session: Session, meeting: Meeting) -> None:
    """What was due at the next meeting of the series, before there was one, is now due at this one."""
    actions = (
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Action.due_next_id == meeting.series_id, Meeting.held_on < meeting.held_on)
    )
    rounds = select(Round).where(Round.due_next_id == meeting.series_id, Round.state.not_in(OVER))
    for one in (*session.scalars(actions), *session.scalars(rounds)):
        one.due_next_id, one.due_meeting_id = None, meeting.id


def pass_on(session: Session, meeting: Meeting) -> None:
    """It is cancelled: what was due then is due at the next of the series, or at the one that will be planned."""
    following = next_meeting(session, meeting.series_id, meeting.held_on, but=meeting.id)
    for one in due_at(session, meeting):
        one.due_meeting_id, one.due_next_id = (following.id, None) if following else (None, meeting.series_id)
