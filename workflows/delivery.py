"""How a letter reaches somebody: at once, in the overview of the morning, or not, and then why not.

At once is for what is asked of her; the rest waits for one overview a day (design: detail/vendor.md 5.2). Asked when
the letter is put in the outbox; workflows/leaving.py asks again when it leaves.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Audience,
    Delivery,
    Mailbox,
    Message,
    MessageState,
    Mute,
    Person,
    PersonState,
    Reason,
    Seat,
    Withheld,
    now,
    open_to,
)
from workflows.clock import HERE, today
from workflows.rules import ANSWERING
from workflows.visibility import level_of
from workflows.words import Words

REASONS = {
    Reason.ASKED: Words("Wat aan jullie gevraagd wordt"),
    Reason.MEETING: Words("Vergaderingen: uitnodiging, wijziging, verslag"),
    Reason.YOURS: Words("Wat er met jullie antwoord gebeurt"),
    Reason.NEWS: Words("Nieuws van de werkgroep"),
}
"""What she chooses about. What concerns her account always comes, at once."""
DELIVERIES = {
    Delivery.AT_ONCE: Words("meteen"),
    Delivery.DIGEST: Words("in het overzicht van 's morgens"),
    Delivery.NEVER: Words("niet"),
}
WHY_NOT = {
    Withheld.NO_ACCESS: Words("je hebt geen toegang meer"),
    Withheld.NO_SEAT: Words("je hebt geen zetel meer in de werkgroep"),
    Withheld.UNSEEN: Words("het is niet meer voor jou bestemd"),
    Withheld.OWN_DOING: Words("je deed het zelf"),
    Withheld.NEVER: Words("je koos om dit niet te krijgen"),
    Withheld.MUTED: Words("je koos om hierover geen mail meer te krijgen"),
    Withheld.PAUSED: Words("je postbus weigert onze mail"),
    Withheld.AWAY: Words("je bent afwezig; het ging naar je vervanger"),
    Withheld.ANSWERED: Words("jullie hadden intussen geantwoord"),
    Withheld.OVER: Words("de ronde was intussen voorbij"),
}
MORNING = time(7)
"""When the overview leaves, in Brussels."""
TOGETHER = timedelta(minutes=10)
"""A second letter about the same to the same person waits this long after the first, so that a third goes along."""
MOST_A_DAY = 40
"""After this many in a day that go at once, the rest waits for the overview."""
WAITS_FOR_AN_ANSWER = ("asked", "reminder")


@dataclass(frozen=True)
class Route:
    """How and from when; or why not, and who gets it instead."""

    delivery: Delivery
    at: datetime
    withheld: Withheld | None = None
    deputy: Person | None = None


def route(session: Session, message: Message) -> Route:
    """Decided when the letter is written, by what its reader chose."""
    if message.reason is Reason.ACCOUNT:
        return Route(Delivery.AT_ONCE, now())
    box = mailbox_of(session, message.person_id)
    chosen = way_of(box, message.reason)
    deputy = deputy_of(session, box, message)
    withheld = why_withheld(session, box, message, chosen, deputy)
    if withheld:
        return Route(Delivery.NEVER, now(), withheld, deputy)
    if chosen is Delivery.DIGEST or too_many_today(session, message):
        return Route(Delivery.DIGEST, next_morning())
    return Route(Delivery.AT_ONCE, at_once(session, message))


def why_withheld(
    session: Session, box: Mailbox | None, message: Message, chosen: Delivery, deputy: Person | None
) -> Withheld | None:
    """The first of these that holds."""
    if box is not None and box.paused_at:
        return Withheld.PAUSED
    if message.reason is Reason.NEWS and message.by_id == message.person_id:
        return Withheld.OWN_DOING
    if is_muted(session, message):
        return Withheld.MUTED
    if deputy is not None:
        return Withheld.AWAY
    return Withheld.NEVER if chosen is Delivery.NEVER else None


def mailbox_of(session: Session, person_id: int) -> Mailbox | None:
    return session.scalars(select(Mailbox).where(Mailbox.person_id == person_id)).one_or_none()


def way_of(box: Mailbox | None, reason: Reason) -> Delivery:
    """What she chose for this reason, or how it is unless she chooses."""
    default = Mailbox.__table__.c[reason.value].default.arg
    chosen: Delivery = getattr(box, reason.value) if box is not None else default
    return chosen


def deputy_of(session: Session, box: Mailbox | None, message: Message) -> Person | None:
    """Who stands in for her today, if that one speaks for the same organisation in this workgroup."""
    if box is None or box.deputy_id is None or message.reason not in (Reason.ASKED, Reason.MEETING):
        return None
    if not (box.away_from and box.away_until and box.away_from <= today() <= box.away_until):
        return None
    found = select(Person).where(Person.id == box.deputy_id, Person.state == PersonState.ACTIVE)
    if message.workgroup_id is not None:
        found = found.join(Seat, Seat.person_id == Person.id).where(
            Seat.workgroup_id == message.workgroup_id, Seat.until.is_(None), Seat.role.in_(ANSWERING)
        )
    own = select(Person.organisation_id).where(Person.id == message.person_id).scalar_subquery()
    deputy = session.scalars(found.where(Person.organisation_id == own)).first()
    return deputy if deputy is not None and gets_it_there(session, deputy, message) else None


def gets_it_there(session: Session, deputy: Person, message: Message) -> bool:
    """Not where her mailbox refuses mail, where she wants no more of this, or where she may not read all of it."""
    box = mailbox_of(session, deputy.id)
    if box is not None and box.paused_at:
        return False
    return not is_muted(session, message, deputy.id) and may_read(session, message, deputy)


def may_read(session: Session, message: Message, person: Person) -> bool:
    """Whether what it quotes is still for her: the lines were chosen for who it was written to, on that day."""
    if message.workgroup_id is None or not (narrowest := message.letter.get("audience")):
        return True
    level = level_of(session, person, message.workgroup_id)
    return level is not None and Audience(narrowest) in open_to(level)


def is_muted(session: Session, message: Message, person_id: int | None = None) -> bool:
    """Whether she, or who is named, wants no more mail about this round or meeting."""
    about = of_the_same(Mute, message)
    if about is None:
        return False
    whose = Mute.person_id == (person_id or message.person_id)
    return session.scalar(select(Mute.id).where(whose, about)) is not None


def of_the_same(model: type[Mute] | type[Message], message: Message):  # type: ignore[no-untyped-def]  # a condition
    """Rows about the same round or meeting; None when it is about neither."""
    if message.round_id is not None:
        return model.round_id == message.round_id
    return model.meeting_id == message.meeting_id if message.meeting_id is not None else None


def first_about(session: Session, message: Message) -> Message | None:
    """The first letter that she got about the same: its subject stays, whatever the question is called since."""
    about = of_the_same(Message, message)
    if about is None:
        return None
    query = select(Message).where(Message.person_id == message.person_id, about).order_by(Message.id).limit(1)
    return session.scalars(query).first()


def at_once(session: Session, message: Message) -> datetime:
    """Now; about what she was just written to, when ten minutes have passed, so that more can come along."""
    about, start = of_the_same(Message, message), awake() if message.by_id is None else now()
    if about is None:
        return start
    first = session.scalar(
        select(func.min(Message.made_at)).where(
            Message.person_id == message.person_id, about, Message.delivery == Delivery.AT_ONCE,
            Message.made_at > now() - TOGETHER,
            Message.state.in_((MessageState.WAITING, MessageState.SENT)),
        )
    )  # fmt: skip
    return max(start, first + TOGETHER) if first else start


def awake() -> datetime:
    """What the clock does by itself, at midnight as a rule, waits for the morning; else now."""
    return next_morning() if now().astimezone(HERE).time() < MORNING else now()


def too_many_today(session: Session, message: Message) -> bool:
    """Whether she had so many letters today that the rest can wait."""
    query = select(func.count()).where(
        Message.person_id == message.person_id, Message.delivery == Delivery.AT_ONCE,
        Message.reason != Reason.ACCOUNT, Message.made_at > now() - timedelta(days=1),
        Message.state.in_((MessageState.WAITING, MessageState.SENT)),
    )  # fmt: skip
    return (session.scalar(query) or 0) >= MOST_A_DAY


def next_morning() -> datetime:
    """The next time that the overview leaves."""
    here = now().astimezone(HERE)
    this = datetime.combine(here.date(), MORNING, HERE)
    return this if here < this else datetime.combine(here.date() + timedelta(days=1), MORNING, HERE)
