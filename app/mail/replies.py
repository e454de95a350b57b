"""The answer of a calendar program (RFC 5546, METHOD:REPLY) in a mail that came in."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from icalendar import vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from app.mail.addresses import ToMeeting, read_addresses
from app.mail.entries import BROKEN, MOST_LINES, Entry, Line, entry_in
from app.mail.opening import Mail, Part, one_line
from app.mail.verdicts import CalendarReply, Unusable
from models import Reply
from workflows.clock import HERE
from workflows.words import Words

CALENDAR_LIMIT = 200_000
MOST_CALENDARS = 5
COMMENT_LIMIT = 300
UID_LIMIT = 250

NO_ANSWER = Words("Het agendadeel van de mail is geen antwoord op een uitnodiging.")
OTHER_MOMENT = Words("Iemand stelt een ander moment voor.")
UNKNOWN_MARK = Words("Het antwoord draagt geen kenmerk dat we kennen.")
NOBODY = Words("Het antwoord noemt geen deelnemer.")
SEVERAL_PEOPLE = Words("Het antwoord noemt meer dan één deelnemer.")

ANSWERS = {"ACCEPTED": Reply.YES, "DECLINED": Reply.NO, "TENTATIVE": Reply.UNSURE}
KINDS = ("text/calendar", "application/ics", "application/calendar", "text/x-vcalendar")
ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,255}")


def read_reply(mail: Mail, token: ToMeeting | None, secret: str) -> CalendarReply | None:
    """The answer in this mail, None when it holds no calendar. Raises Unusable with what is wrong with the calendar;
    an answer that cannot be used goes before a calendar that is none.
    """
    wrong: list[Unusable] = []
    for part in calendars(mail):
        try:
            return reply_in(part, token, secret)
        except Unusable as found:
            wrong.append(found)
    if wrong:
        raise max(wrong, key=lambda one: one.answers)
    return None


def calendars(mail: Mail) -> Iterator[Part]:
    """Google and Apple send the same calendar twice, once to read and once to open."""
    found = [part for part in mail.leaves if part.kind in KINDS or part.file_name.endswith(".ics")]
    return iter(found[:MOST_CALENDARS])


def reply_in(part: Part, token: ToMeeting | None, secret: str) -> CalendarReply:
    method = part.parameter("method")
    try:
        entry = entry_in(part.text(CALENDAR_LIMIT), method)
        check_method(entry)
        return reply(entry, token or named_by(entry, secret))
    except Unusable as wrong:
        raise Unusable(wrong.why, answers=wrong.answers or method.upper() == "REPLY") from wrong


def check_method(entry: Entry) -> None:
    if entry.method == "COUNTER":
        raise Unusable(OTHER_MOMENT, answers=True)
    if entry.method != "REPLY":
        raise Unusable(NO_ANSWER)


def reply(entry: Entry, token: ToMeeting | None) -> CalendarReply:
    try:
        if token is None:
            raise Unusable(UNKNOWN_MARK)
        uid = entry.first("UID")
        if uid is None or not uid.value:
            raise Unusable(BROKEN)
        attendee, answer = answered(entry.all("ATTENDEE"))
        return CalendarReply(
            token=token,
            uid=one_line(uid.value, UID_LIMIT),
            attendee=attendee,
            answer=answer,
            start=moment(entry.first("DTSTART")),
            stamp=stamp(entry.first("DTSTAMP")),
            comment=next((said for line in entry.all("COMMENT") if (said := one_line(line.value, COMMENT_LIMIT))), ""),
        )
    except Unusable as wrong:
        raise Unusable(wrong.why, answers=True) from wrong


def named_by(entry: Entry, secret: str) -> ToMeeting | None:
    """Who the calendar says the organiser is: our address, as it was in the invitation. Exchange leaves it out."""
    for line in entry.lines.get("ORGANIZER", []):
        for token in read_addresses(line, secret):
            if isinstance(token, ToMeeting):
                return token
    return None


def answered(lines: list[Line]) -> tuple[str, Reply]:
    """Who answers and what: one address, which some programs write more than once."""
    if len(lines) > MOST_LINES:
        raise Unusable(SEVERAL_PEOPLE)
    said = {(address(line), line.parameters.get("PARTSTAT", "NEEDS-ACTION").strip().upper()) for line in lines}
    if not said or len(said) > 1:
        raise Unusable(SEVERAL_PEOPLE if said else NOBODY)
    ((who, what),) = said
    if not who:
        raise Unusable(NOBODY)
    if what not in ANSWERS:
        raise Unusable(not_said(one_line(what, 40)))
    return who, ANSWERS[what]


def not_said(what: str) -> Words:
    return Words("Het antwoord zegt niet of iemand komt: {said}", said=what)


def address(line: Line) -> str:
    """`mailto:` in any case, perhaps percent-encoded; what is no mail address may have one beside it."""
    for written in (line.value.lower().rpartition("mailto:")[2], line.parameters.get("EMAIL", "").lower()):
        plain = unquote(written).strip()
        if ADDRESS.fullmatch(plain) and plain.isprintable():
            return plain
    return ""


def moment(line: Line | None) -> date | datetime | None:
    """A day, or a moment in UTC. A moment without a zone is ours; one in a zone that nobody knows is left out."""
    if line is None:
        return None
    value, name = line.value.strip().upper(), line.parameters.get("TZID", "")
    try:
        found: object = vDDDTypes.from_ical(value)  # type: ignore[no-untyped-call]
        if not isinstance(found, datetime):
            return found if isinstance(found, date) else None
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone(name) if name else HERE)
        return found.astimezone(UTC)
    except (ValueError, OverflowError, LookupError, OSError):
        return None


def stamp(line: Line | None) -> datetime | None:
    found = moment(line)
    return found if isinstance(found, datetime) else None


def zone(name: str) -> tzinfo:
    """By the name of the zone database, by that of Windows, or by what follows the maker's own prefix."""
    known = WINDOWS_TO_OLSON.get(name, name)
    return ZoneInfo("/".join(known.split("/")[-2:]) if known.startswith("/") else known)
