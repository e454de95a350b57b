"""The life of a meeting: planned, convened, running, held; moved and cancelled. Closing it is in closing.py."""

import secrets
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from models import (
    AgendaItem,
    Meeting,
    MinuteBlock,
    Minutes,
    Organisation,
    Part,
    Person,
    Purpose,
    Series,
    Workgroup,
)
from models import MeetingState as S
from workflows import agenda, closing, convening, deadlines, widening
from workflows.clock import moment
from workflows.command import OUTCOMES, Command
from workflows.engine import Procedure, Step, set_state, tell
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator
from workflows.words import Words

STATES = {
    S.PROPOSED: Words("voorstel"),
    S.PLANNED: Words("gepland"),
    S.CONVENED: Words("bijeengeroepen"),
    S.RUNNING: Words("bezig"),
    S.HELD: Words("gehouden"),
    S.CANCELLED: Words("geannuleerd"),
}
AHEAD = (S.PROPOSED, S.PLANNED, S.CONVENED)
"""The meeting is still to come."""


def plan(  # noqa: PLR0913
    session: Session, workgroup: Workgroup, *, by: Person | None, series: Series, title: str, held_on: date,
    starts: time | None, ends: time | None, place: str, link: str | None, sure: bool = True, twice: bool = False,
) -> Meeting:  # fmt: skip
    """A new meeting with an agenda that builds itself. `twice`: a second one of the series on that day is meant."""
    check_times(starts, ends)
    nobody_else_that_day(session, series, held_on, None, twice=twice)
    meeting = made(session, series, held_on, title or f"{series.name} {held_on:%d/%m/%Y}")
    meeting.starts_at, meeting.ends_at = moment(held_on, starts), moment(held_on, ends)
    meeting.place, meeting.link = place, link
    if sure:
        set_state(meeting, S.PLANNED)
        tell(session, meeting, "plan", S.PROPOSED, by, "")
        deadlines.take_over(session, meeting)
    agenda.fill_in(session, meeting)
    return meeting


def check_times(starts: time | None, ends: time | None) -> None:
    if ends and not starts:
        raise NotReady(Words("Vul ook in wanneer de vergadering begint."), field="starts")
    if starts and ends and ends <= starts:
        raise NotReady(Words("De vergadering eindigt voor ze begint."), field="ends")


def nobody_else_that_day(session: Session, series: Series, day: date, but: int | None, *, twice: bool) -> None:
    """Two meetings of one series on a day are possible, but not by accident."""
    query = select(Meeting).where(Meeting.series_id == series.id, Meeting.held_on == day, Meeting.state != S.CANCELLED)
    other = session.scalars(query.where(Meeting.id != (but or 0))).first()
    if other and not twice:
        raise NotReady(
            Words(
                "Op die dag is er al «{title}» in dezelfde reeks. Vink onderaan aan dat er twee mogen zijn, of kies een andere dag.",  # noqa: E501
                title=other.title,
            ),
            field="held_on",
        )


def made(session: Session, series: Series, held_on: date, title: str) -> Meeting:
    """The row of a meeting, numbered in its series and year, with its empty minutes."""
    last = session.scalar(
        select(func.max(Meeting.nth)).where(Meeting.series_id == series.id, Meeting.year == held_on.year)
    )
    nth = (last or 0) + 1
    number = f"{held_on.year}-{nth}" if series.main else f"{series.slug}-{held_on.year}-{nth}"
    meeting = Meeting(
        workgroup_id=series.workgroup_id, series_id=series.id, year=held_on.year, nth=nth, number=number, title=title,
        held_on=held_on, state=S.PROPOSED, uid=f"{secrets.token_hex(12)}@rondetafel",
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    minutes = Minutes(workgroup_id=series.workgroup_id, meeting_id=meeting.id)
    session.add(minutes)
    session.flush()
    for part in (Part.OPENING, Part.CLOSING):
        session.add(MinuteBlock(workgroup_id=series.workgroup_id, minutes_id=minutes.id, part=part))
    session.flush()
    return meeting


def confirm(session: Session, meeting: Meeting, *, by: Person) -> None:
    """The proposed day holds: deadlines that say "next meeting" are due then."""
    deadlines.take_over(session, meeting)


def edit(
    session: Session, meeting: Meeting, *, by: Person,
    title: str, place: str, link: str | None, chair: Organisation | None, host: Organisation | None = None,
) -> Meeting:  # fmt: skip
    """What is told about it; the day and the hours change by moving it."""
    meeting.title, meeting.place, meeting.link = title, place, link
    meeting.chair_id, meeting.host_id = chair.id if chair else None, host.id if host else None
    return meeting


def move(
    session: Session, meeting: Meeting, *, by: Person,
    held_on: date, starts: time | None, ends: time | None, note: str = "", twice: bool = False,
) -> Meeting:  # fmt: skip
    """To another day or hour. Every deadline that points at it moves along, for it is the same row."""
    check_times(starts, ends)
    nobody_else_that_day(session, meeting.series, held_on, meeting.id, twice=twice)
    meeting.held_on = held_on
    meeting.starts_at, meeting.ends_at = moment(held_on, starts), moment(held_on, ends)
    if meeting.state is S.CONVENED:
        convening.tell_that_it_moved(session, meeting, by)
    else:
        meeting.sequence += 1  # nobody is written to, and the calendars that follow it still have to know
    tell(session, meeting, "move", meeting.state, by, note)
    return meeting


def still_ahead(meeting: Meeting) -> Words | None:
    return None if meeting.state in AHEAD else Words("Deze vergadering is niet meer te wijzigen: ze is al begonnen.")


def start(session: Session, meeting: Meeting, *, by: Person) -> None:
    """The first item is on the table."""
    items = agenda.items_of(session, meeting)
    if items:
        agenda.put_on_the_table(session, meeting, items[0])


def cancel(session: Session, meeting: Meeting, *, by: Person) -> None:
    """What was due then is due at the next of the series, or at the one that will be planned."""
    deadlines.pass_on(session, meeting)
    if meeting.state is S.CONVENED:
        convening.tell_that_it_is_cancelled(session, meeting, by)
    else:
        meeting.sequence += 1


def can_be_convened(meeting: Meeting) -> Words | None:
    """At least one item; what must be decided has a text, or says that it follows."""
    session = object_session(meeting)
    items = agenda.items_of(session, meeting) if session else []
    if not items:
        return Words("Zet eerst minstens één punt op de agenda.")
    bare = [item for item in items if lacks_a_proposal(item)]
    if bare:
        titles = ", ".join(f"«{item.title}»" for item in bare)
        return Words("Schrijf een voorstel van beslissing bij {titles}, of vink aan dat de tekst volgt.", titles=titles)
    return None


def lacks_a_proposal(item: AgendaItem) -> bool:
    return item.purpose is Purpose.DECIDE and not item.proposal.strip() and not item.text_follows


def step(
    name: str, sources: tuple[S, ...], target: S, says: Words, effect: Any, guard: Any = None, afterwards: Any = None
) -> Step:
    return Step(
        name=name, on=Meeting, who=coordinator, effect=effect, says=says, guard=guard,
        sources=frozenset(sources), target=target, afterwards=afterwards,
    )  # fmt: skip


# fmt: off
procedure = Procedure(Meeting, start=S.PROPOSED, says=STATES, steps=[
    #    step       from            to           what it says                    effect            guard
    step("plan",    (S.PROPOSED,),  S.PLANNED,   Words("Leg de datum vast"),     confirm),
    step("convene", (S.PLANNED,),   S.CONVENED,  Words("Roep bijeen"),           convening.convene, can_be_convened),
    step("start",   (S.CONVENED,),  S.RUNNING,   Words("Open de vergadering"),   start),
    step("close",   (S.RUNNING,),   S.HELD,      Words("Sluit de vergadering"),  closing.close,    closing.is_complete, closing.feed_the_next),  # noqa: E501
    step("cancel",  AHEAD,          S.CANCELLED, Words("Annuleer de vergadering"), cancel),
])
# fmt: on
SAYS = {
    "plan": Words("De datum ligt vast"),
    "convene": Words("De vergadering is bijeengeroepen"),
    "start": Words("De vergadering is geopend"),
    "close": Words("De vergadering is gesloten"),
    "cancel": Words("De vergadering is geannuleerd"),
    "move": Words("De vergadering is verplaatst"),
    "resend": Words("De gewijzigde agenda is verstuurd"),
    **widening.SAYS,
}
"""What the story says of each step; moving and sending again change no state."""


def resend(session: Session, meeting: Meeting, *, by: Person) -> Meeting:
    """Freeze the agenda as it is now and send what changed since the last one."""
    if meeting.state is not S.CONVENED:
        raise NotNow(Words("Dit kan alleen tussen het bijeenroepen en het begin van de vergadering."))
    convening.send_again(session, meeting, by)
    tell(session, meeting, "resend", meeting.state, by, "")
    return meeting


PLAN = Command("plan_meeting", Workgroup, coordinator, plan, Words("Een vergadering plannen"))
EDIT = Command("edit", Meeting, coordinator, edit, Words("Een vergadering beschrijven"))
MOVE = Command("move", Meeting, coordinator, move, Words("De vergadering verplaatsen"), still_ahead)
RESEND = Command("resend", Meeting, coordinator, resend, Words("De gewijzigde agenda sturen"))
OUTCOMES["workgroup.plan_meeting"] = Meeting
