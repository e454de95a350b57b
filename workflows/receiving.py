"""Mail that came in: a calendar's reply to an invitation, a mail that came back, and what no program understands.

Each message is taken once, whatever it is, in the transaction of what it changes.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Actor, Meeting, Message, Person, Received, ReceivedKind, Reply, now
from workflows import attendance, mailbox
from workflows.clock import HERE
from workflows.command import Command
from workflows.refusals import Refused
from workflows.rules import operator
from workflows.visibility import seen_by
from workflows.words import Words


@dataclass(frozen=True)
class Head:
    """By what a message is known, and what somebody who looks for it remembers."""

    message_id: str
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Given:
    """What the calendar program of somebody says about an invitation. `start`: as that calendar has it."""

    person_id: int
    meeting_id: int
    attendee: str
    uid: str
    answer: Reply
    start: date | datetime | None
    stamp: datetime | None


def known(session: Session, head: Head) -> Received | None:
    """What became of it, if it came before."""
    return session.scalars(select(Received).where(Received.message_id == head.message_id)).one_or_none()


def note(session: Session, head: Head, kind: ReceivedKind, outcome: Words, **more: object) -> Received:
    row = Received(
        message_id=head.message_id, sender=head.sender, subject=head.subject, kind=kind, outcome=str(outcome), **more
    )
    session.add(row)
    session.flush()
    return row


def take_reply(session: Session, _nothing: None, *, by: None, head: Head, given: Given) -> Received:
    """Whether she comes, as her calendar says; what cannot be taken is noted with the reason."""
    if before := known(session, head):
        return before
    person = session.get(Person, given.person_id)
    meeting = session.scalars(
        select(Meeting).where(Meeting.id == given.meeting_id, seen_by(person, Meeting)).with_for_update(of=Meeting)
    ).one_or_none()
    outcome = why_not(session, person, meeting, given)
    if outcome is None and person is not None and meeting is not None:
        outcome = answered(session, person, meeting, given.answer)
    found = {"person_id": person.id if person else None, "meeting_id": meeting.id if meeting else None}
    return note(session, head, ReceivedKind.REPLY, outcome or LOST, stamp=given.stamp, **found)


def answered(session: Session, person: Person, meeting: Meeting, answer: Reply) -> Words:
    """In her name, by the same rule as on the page."""
    session.info["actor"] = Actor(person.id, person.organisation_id)
    try:
        attendance.REPLY.check(meeting, person)
        attendance.reply(session, meeting, by=person, answer=answer)
    except Refused as refused:
        return Words("{reason}", reason=str(refused))
    return Words("Genoteerd: {organisation} {reply}.", organisation=person.organisation.name,
                 reply=attendance.REPLIES[answer])  # fmt: skip


LOST = Words("Deze vergadering is niet te vinden voor wie antwoordt.")


def why_not(session: Session, person: Person | None, meeting: Meeting | None, given: Given) -> Words | None:
    """An invitation that was passed on, of another day, or an answer that a later one overtook, changes nothing."""
    if person is None or meeting is None:
        return LOST
    if given.attendee != person.email:
        return Words("Iemand anders antwoordde dan wie uitgenodigd was: {address}.", address=given.attendee)
    if given.uid != meeting.uid:
        return Words("Het antwoord gaat over een andere vergadering.")
    if given.start is not None and not is_then(meeting, given.start):
        return Words("Het antwoord gaat over een oudere datum of een ouder uur van deze vergadering.")
    if is_overtaken(session, given):
        return Words("Er kwam al een later antwoord.")
    return None


def is_then(meeting: Meeting, start: date | datetime) -> bool:
    """Whether that is still when the meeting starts."""
    if not isinstance(start, datetime):
        return start == meeting.held_on
    if meeting.starts_at is None:
        return start.astimezone(HERE).date() == meeting.held_on
    return start == meeting.starts_at


def is_overtaken(session: Session, given: Given) -> bool:
    """Mails arrive in any order: the moment that the calendar program wrote decides."""
    if given.stamp is None:
        return False
    latest = session.scalar(
        select(func.max(Received.stamp)).where(
            Received.person_id == given.person_id, Received.meeting_id == given.meeting_id,
            Received.kind == ReceivedKind.REPLY,
        )
    )  # fmt: skip
    return latest is not None and latest > given.stamp


def take_bounce(
    session: Session, _nothing: None, *, by: None, head: Head, message_id: int, permanent: bool, why: str
) -> Received:
    """A mail that did not arrive after all; who gets several of them gets no more until she says that it works."""
    if before := known(session, head):
        return before
    message = session.get(Message, message_id, with_for_update=True)
    if message is None:
        return note(session, head, ReceivedKind.UNPLACED, Words("Deze mail kennen we niet."))
    first = message.bounced_at is None
    message.bounced_at = message.bounced_at or now()
    if permanent and first:
        mailbox.count_refusal(session, message.person_id)
    return note(session, head, ReceivedKind.BOUNCE, Words("{text}", text=why), person_id=message.person_id)


def keep(
    session: Session, _nothing: None, *, by: None, head: Head, kind: ReceivedKind, why: str, raw: str | None = None
) -> Received:
    """What a machine wrote is only counted; what a person wrote is kept whole until somebody reads it."""
    return known(session, head) or note(session, head, kind, Words("{text}", text=why), raw=raw)


TAKE_REPLY = Command("take_reply", None, operator, take_reply, Words("Een antwoord uit een agenda opnemen"))
TAKE_BOUNCE = Command("take_bounce", None, operator, take_bounce, Words("Een teruggekomen mail noteren"))
KEEP = Command("keep_mail", None, operator, keep, Words("Een binnengekomen mail bewaren"))
