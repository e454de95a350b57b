"""Who says it comes, and who was there: one line per organisation, deputies, excuses, late and early."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attendance, Meeting, MeetingState, Organisation, Person, Presence, Reply
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, speaks
from workflows.words import Words

PRESENCES = {
    Presence.PRESENT: Words("aanwezig"),
    Presence.ONLINE: Words("online aanwezig"),
    Presence.EXCUSED: Words("verontschuldigd"),
    Presence.ABSENT: Words("afwezig"),
}
REPLIES = {
    Reply.YES: Words("komt"),
    Reply.DEPUTY: Words("stuurt een plaatsvervanger"),
    Reply.UNSURE: Words("weet het nog niet"),
    Reply.NO: Words("komt niet"),
}
THERE = (Presence.PRESENT, Presence.ONLINE)


@dataclass(frozen=True)
class Line:
    """What the secretary notes of one organisation."""

    organisation_id: int
    presence: Presence | None
    by_deputy: bool = False
    arrived_late: bool = False
    left_early: bool = False


def record(session: Session, meeting: Meeting, *, by: Person, lines: Sequence[Line]) -> Meeting:
    """The whole list at once. An organisation without presence was not there, or nobody noted it: it stays unknown."""
    if meeting.state not in (MeetingState.RUNNING, MeetingState.HELD):
        raise NotNow(Words("Aanwezigheden worden genoteerd zodra de vergadering bezig is."))
    if meeting.recorded:
        raise NotNow(Words("Deze vergadering komt uit de vastgelegde geschiedenis: haar verslag ligt vast."))
    rows = rows_of(session, meeting)
    for line in lines:
        row = rows.get(line.organisation_id)
        if row is None and line.presence is None:
            continue
        row = row or new(session, meeting, line.organisation_id)
        row.presence, row.by_deputy = line.presence, line.by_deputy
        row.arrived_late, row.left_early = line.arrived_late, line.left_early
    return meeting


def rows_of(session: Session, meeting: Meeting) -> dict[int, Attendance]:
    return {
        row.organisation_id: row
        for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }


def new(session: Session, meeting: Meeting, organisation_id: int) -> Attendance:
    row = Attendance(workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, organisation_id=organisation_id)
    session.add(row)
    return row


def reply(session: Session, meeting: Meeting, *, by: Person, answer: Reply) -> Attendance:
    """Whether my organisation comes. Anyone who speaks for it may say so, and change it until the meeting begins."""
    still_asked(meeting)
    row = rows_of(session, meeting).get(by.organisation_id) or new(session, meeting, by.organisation_id)
    row.reply = answer
    session.flush()
    return row


def still_asked(meeting: Meeting) -> None:
    """Raises NotNow before the invitation and after the beginning."""
    if meeting.state is not MeetingState.CONVENED:
        raise NotNow(Words("Antwoorden kan tussen de uitnodiging en het begin van de vergadering."))


def invite_guest(session: Session, meeting: Meeting, *, by: Person, organisation: Organisation) -> Attendance:
    """An organisation that is no member may attend; it may not vote."""
    if meeting.recorded or meeting.state is MeetingState.CANCELLED:
        raise NotNow(Words("Aan deze vergadering verandert niets meer."))
    if organisation.id in rows_of(session, meeting):
        raise NotReady(Words("Deze organisatie staat al op de lijst."), field="organisation")
    row = new(session, meeting, organisation.id)
    session.flush()
    return row


RECORD = Command("record_attendance", Meeting, coordinator, record, Words("De aanwezigheden noteren"))
REPLY = Command("reply", Meeting, speaks, reply, Words("Laten weten of je komt"))
INVITE = Command("invite_guest", Meeting, coordinator, invite_guest, Words("Een gast toevoegen"))
OUTCOMES |= {"meeting.reply": Attendance, "meeting.invite_guest": Attendance}
