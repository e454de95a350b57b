"""The sender: takes what waits in the outbox, hands it over, writes down what became of it.

A message is claimed by moving its next try forward in a short transaction, so that two senders do not take
the same one and a sender that dies gives it back by itself. What the server took but did not confirm is sent
again with the same Message-ID.
"""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.saying import as_mail
from models import Actor, Message, MessageState, PersonState, now
from workflows.words import Words

PATIENCE = timedelta(minutes=5)
"""How long a claimed message stays with its sender."""
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
"""After the first try, the second, …; after the last the message has failed."""

Handover = Callable[[EmailMessage], None]


def send_waiting(session: Session, handover: Handover, most: int = 100) -> int:
    """Send what is due now. Returns how many were handed over."""
    sent = 0
    for _ in range(most):
        message_id = claim(session)
        if message_id is None:
            break
        sent += send(session, message_id, handover)
    return sent


def claim(session: Session) -> int | None:
    begin(session)
    message = session.scalars(
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.next_try_at <= now())
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if message is None:
        session.rollback()
        return None
    message.tries += 1
    message.next_try_at = now() + PATIENCE
    claimed = message.id
    session.commit()
    return claimed


def begin(session: Session) -> None:
    session.rollback()
    session.connection(execution_options={"writes": True})
    session.info["actor"] = Actor()


def send(session: Session, message_id: int, handover: Handover) -> bool:
    message = session.get_one(Message, message_id)
    if message.person.state is PersonState.DISABLED:
        withhold(session, message_id)
        return False
    try:
        mail = as_mail(message)
    except Exception as error:  # one letter that cannot be said may not hold up all the others
        put_back(session, message_id, error)
        return False
    session.rollback()
    try:
        handover(mail)
    except (OSError, smtplib.SMTPException) as error:
        put_back(session, message_id, error)
        return False
    begin(session)
    message = session.get_one(Message, message_id, with_for_update=True)
    message.state, message.sent_at, message.last_error = MessageState.SENT, now(), None
    message.letter = {**message.letter, "path": None}
    session.commit()
    return True


def withhold(session: Session, message_id: int) -> None:
    begin(session)
    message = session.get_one(Message, message_id, with_for_update=True)
    message.state = MessageState.WITHHELD
    message.letter = {**message.letter, "path": None}
    message.reason_withheld = str(Words("De persoon heeft geen toegang meer."))
    session.commit()


def put_back(session: Session, message_id: int, error: Exception) -> None:
    """Try later, or give up after the last wait or when the server refuses this reader for good."""
    begin(session)
    message = session.get_one(Message, message_id, with_for_update=True)
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    if for_good(error) or message.tries > len(WAITS):
        message.state = MessageState.FAILED
        message.letter = {**message.letter, "path": None}  # a secret that never arrives is not kept
    else:
        message.next_try_at = now() + WAITS[message.tries - 1]
    session.commit()


def for_good(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _ in error.recipients.values())


def by_smtp(url: str, timeout: float = 30) -> Handover:
    """Hand over to the server at `smtp://user:password@host:port` (starttls when offered) or `smtps://`."""
    address = urlsplit(url)

    def handover(mail: EmailMessage) -> None:
        kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
        with kind(address.hostname or "", address.port or 0, timeout=timeout) as server:
            server.ehlo_or_helo_if_needed()
            if address.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(mail)

    return handover


def to_folder(folder: Path) -> Handover:
    """The demonstration: one file a mail, which a page shows."""

    def handover(mail: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())

    return handover


def handover_of_this_installation() -> Handover:
    """As the settings say."""
    if folder := current_app.config["MAIL_FOLDER"]:
        return to_folder(Path(folder))
    return by_smtp(current_app.config["SMTP_URL"])
