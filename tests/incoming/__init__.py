"""Mail as it comes in: what calendars, mail servers, autoresponders, people and ill-wishers send, and its verdict.

The shapes are those of real programs; names, addresses and texts are invented.
"""

import base64
import quopri
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.charset import Charset

from app.mail.addresses import ToMeeting, bounce_address, reply_address
from app.mail.verdicts import CalendarReply, Verdict
from models import Reply

SECRET = "incoming-incoming-incoming"
BASE = "rondetafel@ronde.example"
GRIET = "griet.peeters@stad.example"
UID = "meeting-12@ronde.example"
TOKEN = ToMeeting(person_id=45, meeting_id=12)
MEETING = reply_address(BASE, SECRET, 45, 12)
BOUNCE = bounce_address(BASE, SECRET, 977)
START = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""Ten o'clock in Brussels."""
YES = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GRIET}"
STAMP = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A mail, and what it is."""

    name: str
    raw: bytes
    verdict: Verdict


def says(
    answer: Reply = Reply.YES,
    attendee: str = GRIET,
    start: datetime | date | None = START,
    stamp: datetime | None = STAMP,
    comment: str = "",
) -> CalendarReply:
    return CalendarReply(TOKEN, UID, attendee, answer, start, stamp, comment)


def lines(text: str, end: str = "\r\n") -> str:
    """A text as it was typed here, without its first line end and its margin, with the line ends of mail."""
    return end.join(line.strip() if not line.startswith("\t") else line for line in margin(text))


def margin(text: str) -> list[str]:
    """A bar keeps the space that folds a header: `|  charset=utf-8`."""
    rows = [row.strip() for row in text.strip().split("\n")]
    return ["\t" + row[1:].strip() if row.startswith("|") else row for row in rows]


def mail(head: str, body: str | bytes = "", end: str = "\r\n") -> bytes:
    return (lines(head, end) + end * 2).encode() + (body if isinstance(body, bytes) else lines(body, end).encode())


def event(*more: str, method: str = "REPLY", who: str = YES, without: str = "") -> str:
    """A calendar with one event. What is said here replaces the line of the same name, or comes behind them."""
    given = {
        "UID": f"UID:{UID}",
        "DTSTAMP": "DTSTAMP:20261121T083000Z",
        "DTSTART": "DTSTART;TZID=Europe/Brussels:20261203T100000",
        "ORGANIZER": f"ORGANIZER;CN=Rondetafel:mailto:{MEETING}",
        "ATTENDEE": who,
    }
    for line in more:
        name = line.partition(":")[0].partition(";")[0]
        given[name if name in given else line] = line
    inner = "\r\n".join(line for name, line in given.items() if line and name not in without.split())
    return calendar(f"BEGIN:VEVENT\r\n{inner}\r\nEND:VEVENT", method)


def calendar(inner: str, method: str = "REPLY", maker: str = "-//Elders//NL") -> str:
    said = f"METHOD:{method}\r\n" if method else ""
    return f"BEGIN:VCALENDAR\r\nPRODID:{maker}\r\nVERSION:2.0\r\n{said}{inner}\r\nEND:VCALENDAR\r\n"


def part(kind: str, content: str | bytes, coding: str = "7bit", more: str = "") -> bytes:
    """A part of a mail in its transfer coding."""
    data = content.encode() if isinstance(content, str) else content
    if coding == "base64":
        data = base64.encodebytes(data).replace(b"\n", b"\r\n")
    elif coding == "quoted-printable":
        data = quopri.encodestring(data)
    extra = f"{more}\r\n" if more else ""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n{extra}\r\n".encode() + data


def multi(head: str, *parts: bytes, kind: str = "mixed", boundary: str = "=_deel", more: str = "") -> bytes:
    """A mail of parts, or a part of parts when the head is empty."""
    top = (lines(head) + "\r\n").encode() if head else b""
    top += f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'.encode()
    glue = f"\r\n--{boundary}\r\n".encode()
    return top + b"".join(glue + one for one in parts) + f"\r\n--{boundary}--\r\n".encode()


def from_griet(subject: str, to: str = MEETING, more: str = "") -> str:
    return f"""
        From: Griet Peeters <{GRIET}>
        To: {to}
        Subject: {subject}
        Date: Sat, 21 Nov 2026 09:30:00 +0100
        Message-ID: <answer-1@stad.example>
        {more.strip() or "X-Mailer: Elders"}
    """


def encoded(text: str, charset: str = "utf-8") -> str:
    """A header as mail programs write one that is not ASCII."""
    return Charset(charset).header_encode(text)


def reply(entry: str | bytes, to: str = MEETING, more: str = "", kind: str = "text/calendar; method=REPLY") -> bytes:
    """The plainest answer there is: one part, the calendar."""
    return (lines(from_griet("Antwoord", to, more)) + "\r\nMIME-Version: 1.0\r\n").encode() + part(kind, entry, "8bit")
