"""Takes in what came by mail: out of a Maildir that a mail server fills, or one message handed over by hand."""

from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from app.mail.incoming import Automatic, Bounced, CalendarReply, Verdict, message_id_of, read
from app.mail.opening import HEAD_LIMIT, MAIL_LIMIT, headers_of, one_line, split
from models import Received, ReceivedKind
from workflows import receiving
from workflows.command import Ask, Command, perform
from workflows.receiving import Given, Head

log = structlog.get_logger()
KEPT = 200_000
"""Of what nobody could place, at most so many characters are kept."""


def take_in(session: Session, raw: bytes) -> Received:
    """One message, once: what comes a second time finds what came of the first."""
    verdict = read(raw, current_app.config["SECRET_KEY"])
    command, inputs = to_do(verdict, raw)
    taken: Received = perform(session, command, Ask(None, inputs={"head": head_of(raw), **inputs}))
    return taken


def to_do(verdict: Verdict, raw: bytes) -> tuple[Command, dict[str, Any]]:
    """Which command takes it."""
    if isinstance(verdict, CalendarReply):
        return receiving.TAKE_REPLY, {"given": given_by(verdict)}
    if isinstance(verdict, Bounced):
        about = {"message_id": verdict.message_id, "permanent": verdict.permanent, "why": str(verdict.why)}
        return receiving.TAKE_BOUNCE, about
    if isinstance(verdict, Automatic):
        return receiving.KEEP, {"kind": ReceivedKind.AUTOMATIC, "why": str(verdict.why)}
    text = raw[:KEPT].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return receiving.KEEP, {"kind": ReceivedKind.UNPLACED, "why": str(verdict.why), "raw": text}


def given_by(reply: CalendarReply) -> Given:
    return Given(
        person_id=reply.token.person_id, meeting_id=reply.token.meeting_id, attendee=reply.attendee, uid=reply.uid,
        answer=reply.answer, start=reply.start, stamp=reply.stamp,
    )  # fmt: skip


def head_of(raw: bytes) -> Head:
    """Its number, who sent it and what it is called, for who looks for it."""
    head, _ = split(raw[: HEAD_LIMIT + 4])
    headers = headers_of(head)
    sender = parseaddr(headers.get("from", [""])[0])[1]
    return Head(message_id_of(raw), one_line(sender, 254), one_line(readable(headers.get("subject", [""])[0]), 300))


def readable(header: str) -> str:
    try:
        return str(make_header(decode_header(header)))
    except (LookupError, ValueError):  # a character set that nobody knows
        return header


def take_in_folder(session: Session, folder: Path, most: int = 500) -> int:
    """What is new in a Maildir; what was taken in is moved aside as read. Returns how many.

    What cannot be taken in now stays where it is and holds up nothing else.
    """
    (folder / "cur").mkdir(parents=True, exist_ok=True)
    taken = 0
    for file in sorted(folder.glob("new/*")):
        if taken == most:
            break
        try:
            with file.open("rb") as mail:
                take_in(session, mail.read(MAIL_LIMIT + 1))
            file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
            taken += 1
        except Exception:
            session.rollback()
            log.exception("mail_not_taken_in", file=file.name)
    return taken
