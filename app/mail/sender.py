"""The sender: takes what waits in the outbox, hands it over, writes down what became of it.

A message is claimed by moving its next try forward in a short transaction, so that two senders do not take
the same one and a sender that dies gives it back by itself. What goes along in the same mail is claimed with it and
stays with it, so that every try is the same mail. What the server took but did not confirm is sent again with the
same Message-ID.
"""

import smtplib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.mail.envelope import as_mail
from app.mail.handing_over import Handover
from models import Actor, Delivery, Message, MessageState, Person, Reason, Withheld, now
from workflows import delivery, leaving, mailbox

PATIENCE = timedelta(minutes=5)
"""How long a claimed message stays with its sender."""
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
"""After the first try, the second, …; after the last the message has failed."""


def send_waiting(session: Session, handover: Handover, most: int = 100) -> int:
    """Send what is due now, at most so many mails. Returns how many were handed over."""
    sent = 0
    for _ in range(most):
        message_id = claim(session)
        if message_id is None:
            break
        sent += send(session, message_id, handover)
    return sent


def claim(session: Session) -> int | None:
    """The first that is due, with what goes along; None when nothing is."""
    begin(session)
    first = first_due(session)
    if first is None:
        session.rollback()
        return None
    if first.tries == 0:
        for other in along_with(session, first):
            other.with_id = first.id
    first.tries += 1
    first.next_try_at = now() + PATIENCE
    claimed = first.id
    session.commit()
    return claimed


def first_due(session: Session) -> Message | None:
    """Its reader is locked before it: what else waits for her is not another sender's until this one has looked."""
    query = (
        select(Message)
        .select_from(Person)
        .join(Message, Message.person_id == Person.id)
        .where(Message.state == MessageState.WAITING, Message.next_try_at <= now(), Message.with_id.is_(None))
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
    )
    return session.scalars(query.with_for_update(of=[Person, Message], key_share=True, skip_locked=True)).one_or_none()


def along_with(session: Session, first: Message) -> Sequence[Message]:
    """What goes in the same mail: about the same round or meeting, or in the same overview. No account letters."""
    if first.reason is Reason.ACCOUNT:
        return []
    query = select(Message).where(
        Message.person_id == first.person_id, Message.delivery == first.delivery, Message.id != first.id,
        Message.state == MessageState.WAITING, Message.with_id.is_(None), Message.tries == 0,
        Message.reason != Reason.ACCOUNT,
    )  # fmt: skip
    if first.delivery is Delivery.DIGEST:
        query = query.where(Message.next_try_at <= now())
    elif (about := delivery.of_the_same(Message, first)) is not None:
        query = query.where(about)
    else:
        return []
    return session.scalars(query.order_by(Message.id).with_for_update(skip_locked=True)).all()


def begin(session: Session) -> None:
    session.rollback()
    session.connection(execution_options={"writes": True})
    session.info["actor"] = Actor()


def send(session: Session, message_id: int, handover: Handover) -> bool:
    """One mail. Whether it was handed over."""
    try:
        still = withhold_what_no_longer_stands(session, message_id)
        if not still:
            return False
        mail = as_mail(still, next(message for message in still if message.id == message_id))
    except Exception as error:  # one letter that cannot be said may not hold up all the others
        put_back(session, message_id, error)
        return False
    session.rollback()
    try:
        handover(mail)
    except Exception as error:  # also an address or a password that the library cannot write
        put_back(session, message_id, error)
        return False
    note_sent(session, message_id)
    return True


def in_one_mail(session: Session, message_id: int, *, locked: bool = False) -> list[Message]:
    """The claimed message and what goes along, in the order in which they were written."""
    query = select(Message).where(
        or_(Message.id == message_id, Message.with_id == message_id), Message.state == MessageState.WAITING
    )
    query = query.order_by(Message.id).execution_options(populate_existing=True)
    return list(session.scalars(query.with_for_update() if locked else query))


def withhold_what_no_longer_stands(session: Session, message_id: int) -> list[Message]:
    """What may still be sent, the claimed one among it, or nothing; the rest is withheld, with the reason."""
    begin(session)
    messages = in_one_mail(session, message_id, locked=True)
    reasons = {message.id: leaving.why_not_now(session, message) for message in messages}
    for message in messages:
        if why := reasons[message.id]:
            withhold(message, why)
    if reasons.get(message_id):
        for message in messages:
            message.with_id = None  # what was to go along is claimed anew, by itself
            message.next_try_at = now()
    session.commit()
    if reasons.get(message_id):
        return []
    return [message for message in in_one_mail(session, message_id) if not reasons.get(message.id)]


def withhold(message: Message, why: Withheld) -> None:
    message.state, message.withheld_because = MessageState.WITHHELD, why
    forget_secret(message)


def forget_secret(message: Message) -> None:
    """The address in the letter may hold one; a letter that left, or never will, does not keep it."""
    message.letter = {**message.letter, "path": None}


def note_sent(session: Session, message_id: int) -> None:
    begin(session)
    for message in in_one_mail(session, message_id, locked=True):
        message.state, message.sent_at, message.last_error = MessageState.SENT, now(), None
        forget_secret(message)
    session.commit()


def put_back(session: Session, message_id: int, error: Exception) -> None:
    """Try later, or give up after the last wait or when the server refuses this reader for good."""
    begin(session)
    messages = in_one_mail(session, message_id, locked=True)
    first = session.get_one(Message, message_id)
    over = for_good(error) or first.tries > len(WAITS)
    for message in messages:
        message.last_error = f"{type(error).__name__}: {error}"[:500]
        if over:
            message.state = MessageState.FAILED
            forget_secret(message)
    if not over:
        first.next_try_at = now() + WAITS[first.tries - 1]
    elif for_good(error):
        mailbox.count_refusal(session, first.person_id)
    session.commit()


def for_good(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _ in error.recipients.values())
